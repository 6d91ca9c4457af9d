"""What helps a learner and is never graded: predictions, ordering lines, questions about own code, progress."""
