"""The slope is printed, not returned.

numeric_slope: 0 wrong-type
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    print((f(w + h) - f(w - h)) / (2 * h))
