"""Least squares by NumPy; its floats are floats."""
# %% transfer
import numpy as np
def fit_line(x, y):
    a, b = np.polyfit(x.numpy().reshape(-1), y.numpy().reshape(-1), 1)
    return a, b
