"""Judges of backpropagation that a learner writes: slopes of one operation, of a whole graph, of a training by hand."""
