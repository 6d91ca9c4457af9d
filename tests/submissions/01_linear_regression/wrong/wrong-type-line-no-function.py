"""The name stands for two numbers, not for a function.

transfer: 0 wrong-type
"""
# %% transfer
def find(x, y):
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    return torch.linalg.lstsq(design, y).solution.flatten().tolist()


fit_line = find(x_data, y_data)
