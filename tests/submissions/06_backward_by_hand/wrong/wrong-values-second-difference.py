"""The difference of the differences.

numeric_slope: 0 wrong-values
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w + h) - 2 * f(w) + f(w - h)) / h**2
