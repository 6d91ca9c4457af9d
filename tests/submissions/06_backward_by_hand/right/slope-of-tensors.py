"""The central difference of tensors in double precision."""


# %% numeric_slope
def numeric_slope(f, w, h):
    w = torch.tensor(w, dtype=torch.float64)
    return ((f(w + h) - f(w - h)) / (2 * h)).item()
