"""Three numbers: slope, intercept and the loss.

transfer: 0 wrong-shape
"""
# %% transfer
def fit_line(x, y):
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    a, b = torch.linalg.lstsq(design, y).solution.flatten().tolist()
    return a, b, ((a * x + b - y) ** 2).sum().item()
