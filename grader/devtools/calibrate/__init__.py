"""Calibration: how correct runs and known mistakes are distributed over thousands of starts."""
