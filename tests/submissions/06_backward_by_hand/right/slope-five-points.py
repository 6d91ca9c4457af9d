"""A formula with four places, which is even nearer to the slope."""


# %% numeric_slope
def numeric_slope(f, w, h):
    near = (f(w + h) - f(w - h)) / (2 * h)
    far = (f(w + 2 * h) - f(w - 2 * h)) / (4 * h)
    return (4 * near - far) / 3
