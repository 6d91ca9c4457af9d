"""The feedback page of a student."""
