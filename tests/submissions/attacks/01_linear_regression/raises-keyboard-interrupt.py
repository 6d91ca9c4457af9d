"""Raises KeyboardInterrupt in a cell and in the functions that the checks call.

repair: 0 *
transfer: 0 *
"""
# %% loss_by_hand
loss_by_hand = 29
raise KeyboardInterrupt
# %% repair
def train_repaired(net, x, y, epochs):
    raise KeyboardInterrupt
# %% transfer
def fit_line(x, y):
    raise KeyboardInterrupt
