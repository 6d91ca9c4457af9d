"""The function that a check calls never ends; the next check is another one.

repair: 0 timed-out
"""
# %% repair
def train_repaired(net, x, y, epochs):
    while True:
        pass
