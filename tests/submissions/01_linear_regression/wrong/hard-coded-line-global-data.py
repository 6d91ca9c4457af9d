"""The function fits x_data and y_data of the notebook instead of its arguments.

transfer: 0 hard-coded
"""
# %% transfer
def fit_line(x, y):
    design = torch.cat([x_data, torch.ones_like(x_data)], dim=1)
    a, b = torch.linalg.lstsq(design, y_data).solution
    return a.item(), b.item()
