"""Divided by h, not by 2 h.

numeric_slope: 0 wrong-values
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w + h) - f(w - h)) / h
