"""A learning rate of 100: the loss becomes infinite.

training: 2 learning-rate-too-high
predict: 0 constant-prediction
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=100.0)
