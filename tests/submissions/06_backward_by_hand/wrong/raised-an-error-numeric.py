"""A name that does not exist.

numeric_slope: 0 raised-an-error
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w + h) - f(w - step_size)) / (2 * h)
