"""The optimizer climbs the loss.

optimizer: 0 wrong-optimizer
training: 3 wrong-optimizer
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01, maximize=True)
