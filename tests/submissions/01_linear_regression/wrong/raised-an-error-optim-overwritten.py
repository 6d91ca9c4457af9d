"""The criterion cell gives the name `optim` to an optimizer of its own; each line after it is right.

optimizer: 0 raised-an-error
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
repair: 0 raised-an-error
transfer: 0 raised-an-error
"""
# %% criterion
criterion = nn.MSELoss(reduction="sum")
optim = optim.SGD(net.parameters(), lr=0.01)
