"""The optimizer holds the weight and not the bias.

optimizer: 0 optimizer-other-model
training: 1 optimizer-other-model
parameters: 0 not-converged
"""
# %% optimizer
nn.init.constant_(net.linear.bias, -0.5)
optimizer = optim.SGD([net.linear.weight], lr=0.01)
