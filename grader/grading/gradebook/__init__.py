"""nbgrader's gradebook: connect, write, read scores."""
