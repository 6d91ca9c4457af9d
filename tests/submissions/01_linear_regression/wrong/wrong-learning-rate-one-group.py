"""Two parameter groups, and a learning rate of its own for one of them.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-high
parameters: 0 not-converged
"""
# %% optimizer
optimizer = optim.SGD([{"params": [net.linear.weight], "lr": 0.1}, {"params": [net.linear.bias]}], lr=0.01)
