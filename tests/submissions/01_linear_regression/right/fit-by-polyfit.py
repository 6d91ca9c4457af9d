"""The line comes from NumPy's polyfit, as an array of two numbers."""
# %% transfer
import numpy as np


def fit_line(x, y):
    return np.polyfit(x.numpy().ravel(), y.numpy().ravel(), deg=1)
