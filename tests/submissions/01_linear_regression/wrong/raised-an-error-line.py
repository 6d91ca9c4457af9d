"""The function works for three points only.

transfer: 0 raised-an-error
"""
# %% transfer
def fit_line(x, y):
    x, y = x.reshape(3, 1), y.reshape(3, 1)
    design = torch.cat([x, torch.ones(3, 1)], dim=1)
    a, b = torch.linalg.lstsq(design, y).solution.flatten().tolist()
    return a, b
