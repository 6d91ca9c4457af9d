"""The central difference is a lambda."""

# %% numeric_slope
numeric_slope = lambda f, w, h: (f(w + h) - f(w - h)) / h / 2
