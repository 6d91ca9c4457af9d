"""`net.parameters` lacks its parentheses, so that SGD stops with an error.

optimizer: 0 missing-name
training: 0 raised-an-error
parameters: 0 no-step
"""
# %% optimizer
optimizer = optim.SGD(net.parameters, lr=0.01)
