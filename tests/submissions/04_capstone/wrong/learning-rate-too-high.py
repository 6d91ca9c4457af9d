"""SGD with learning rate 300.

training: 2 learning-rate-too-high
predict: 0 constant-prediction
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=300.0)
