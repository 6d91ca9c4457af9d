"""SGD, which is slower here.

optimizer: 0 wrong-optimizer
training: 3 loss-too-high
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.1)
