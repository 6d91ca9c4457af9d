"""A learning rate of 10.

optimizer: 0 wrong-learning-rate
training: 3 learning-rate-too-high
"""
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=10)
