"""The class report: what the gradebook and the verdicts say of one lesson, as a page, as CSV and as JSON."""
