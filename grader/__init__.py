"""A course on training neural networks, and the grader that judges it by evidence."""
