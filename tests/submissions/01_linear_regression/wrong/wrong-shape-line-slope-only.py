"""Only the slope comes back.

transfer: 0 wrong-shape
"""
# %% transfer
def fit_line(x, y):
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    return torch.linalg.lstsq(design, y).solution[0].item()
