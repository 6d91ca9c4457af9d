"""Intercept and slope come back in the wrong order.

transfer: 0 wrong-values
"""
# %% transfer
def fit_line(x, y):
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    a, b = torch.linalg.lstsq(design, y).solution.flatten().tolist()
    return b, a
