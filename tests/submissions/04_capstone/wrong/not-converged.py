"""A network with a single hidden unit whose weight is squeezed to nothing by weight decay.

training: 2 not-converged
predict: 0 constant-prediction
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.01, weight_decay=20.0)
