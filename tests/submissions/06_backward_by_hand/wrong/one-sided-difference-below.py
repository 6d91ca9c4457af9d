"""A difference to the side below."""

# %% numeric_slope
def numeric_slope(f, w, h):
    return (f(w) - f(w - h)) / h
