"""Judges of a recorded training run."""
