"""Judges of functions that a learner writes, by what they do on a challenge."""
