"""The two values are subtracted the wrong way round.

numeric_slope: 0 wrong-values
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w - h) - f(w + h)) / (2 * h)
