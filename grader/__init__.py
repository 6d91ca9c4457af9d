"""A course on training neural networks, and the grader that judges it by evidence."""

__version__ = "0.1.0"
