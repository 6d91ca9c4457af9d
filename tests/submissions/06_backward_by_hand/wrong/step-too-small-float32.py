"""A small step in float32.

numeric_slope: 0 step-too-small
"""


# %% numeric_slope
def numeric_slope(f, w, h):
    w = torch.tensor(w)
    h = 1e-6
    return ((f(w + h) - f(w - h)) / (2 * h)).item()
