"""A learning rate of 1, with which nothing is a number any more.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-high
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=1)
