"""Both functions have other names than were asked for.

repair: 0 missing-name
transfer: 0 missing-name
"""
# %% repair
def train_fixed(net, x, y, epochs):
    return []
# %% transfer
def fitline(x, y):
    return 1.0, 1.0
