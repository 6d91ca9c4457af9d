"""A difference to one side.

numeric_slope: 0 one-sided-difference
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w + h) - f(w)) / h
