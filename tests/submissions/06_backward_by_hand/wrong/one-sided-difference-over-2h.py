"""A difference to one side, divided by 2 h.

numeric_slope: 0 one-sided-difference
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w + h) - f(w)) / (2 * h)
