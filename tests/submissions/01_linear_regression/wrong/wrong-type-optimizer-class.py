"""The optimizer is the class itself.

optimizer: 0 wrong-type
training: 0 raised-an-error
parameters: 0 no-step
"""
# %% optimizer
optimizer = optim.SGD
