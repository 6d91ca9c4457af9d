"""The function returns one tensor of two numbers.

transfer: 0 wrong-type
"""
# %% transfer
def fit_line(x, y):
    A = torch.cat([x, torch.ones_like(x)], dim=1)
    return torch.linalg.lstsq(A, y).solution.reshape(-1)
