"""The step that was given is not used.

numeric_slope: 0 wrong-values
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    h = 0.001
    return (f(w + h) - f(w - h)) / (2 * h)
