"""Adam's default learning rate.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-low
"""
# %% optimizer
optimizer = optim.Adam(model.parameters())
