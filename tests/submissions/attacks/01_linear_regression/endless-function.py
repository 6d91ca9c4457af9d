"""The function that a check calls never ends.

transfer: 0 timed-out
"""
# %% transfer
def fit_line(x, y):
    while True:
        pass
