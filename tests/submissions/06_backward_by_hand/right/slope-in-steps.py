"""The central difference in single steps, with a half step to both sides of two places."""


# %% numeric_slope
def numeric_slope(f, w, h):
    left, right = w - h, w + h
    rise = f(right) - f(left)
    run = right - left
    return float(rise / run)
