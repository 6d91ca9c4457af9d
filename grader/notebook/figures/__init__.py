"""Static and interactive figures for the lessons."""
