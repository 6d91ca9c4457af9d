"""A learning rate of 0.

optimizer: 0 learning-rate-too-low
training: 2 learning-rate-too-low
predict: 0 accuracy-too-low
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.0)
