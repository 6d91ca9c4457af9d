"""The cells of one exercise are emptied, two functions are `pass`.

criterion: 0 not-attempted
loss_by_hand: 0 not-attempted
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
repair: 0 not-attempted
transfer: 0 not-attempted
"""
# %% criterion
# %% loss_by_hand
# 29?
# %% repair
def train_repaired(net, x, y, epochs):
    pass
# %% transfer
def fit_line(x, y):
    """Fit a line."""
    pass
