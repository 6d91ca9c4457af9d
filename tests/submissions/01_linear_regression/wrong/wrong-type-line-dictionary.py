"""The two numbers come back in a dictionary.

transfer: 0 wrong-type
"""
# %% transfer
def fit_line(x, y):
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    a, b = torch.linalg.lstsq(design, y).solution.flatten().tolist()
    return {"a": a, "b": b}
