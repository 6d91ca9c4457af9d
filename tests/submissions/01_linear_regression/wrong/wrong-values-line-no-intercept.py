"""The line is taken to go through the origin.

transfer: 0 wrong-values
"""
# %% transfer
def fit_line(x, y):
    return ((x * y).sum() / (x * x).sum()).item(), 0.0
