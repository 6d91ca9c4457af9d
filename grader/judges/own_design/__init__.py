"""Judges of a training that a learner designs: split, run, curves, predictions."""
