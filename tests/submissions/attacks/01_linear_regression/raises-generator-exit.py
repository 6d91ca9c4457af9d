"""Raises GeneratorExit and a BaseException of its own in a cell and in the functions that the checks call.

repair: 0 *
transfer: 0 *
"""
# %% loss_by_hand
loss_by_hand = 29
raise GeneratorExit
# %% repair
def train_repaired(net, x, y, epochs):
    raise GeneratorExit
# %% transfer
def fit_line(x, y):
    raise type("Ended", (BaseException,), {"__str__": lambda self: 1 / 0})
