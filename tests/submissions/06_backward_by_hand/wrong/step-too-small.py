"""A step of its own, so small that rounding swallows it.

numeric_slope: 0 step-too-small
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    h = 1e-14
    return (f(w + h) - f(w - h)) / (2 * h)
