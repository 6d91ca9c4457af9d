"""Half of the learning rate, which happens to be enough.

optimizer: 0 wrong-learning-rate
"""
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.05)
