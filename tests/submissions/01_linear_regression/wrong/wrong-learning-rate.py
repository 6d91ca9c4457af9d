"""A learning rate of 0.1, with which the run diverges.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-high
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.1)
