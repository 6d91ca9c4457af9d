"""The line comes from torch's least squares, without any training."""
# %% transfer
def fit_line(x, y):
    design = torch.hstack([x, torch.ones_like(x)])
    solution = torch.linalg.lstsq(design, y).solution
    return solution[0].item(), solution[1].item()
