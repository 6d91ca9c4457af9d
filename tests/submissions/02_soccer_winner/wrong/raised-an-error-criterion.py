"""The criterion takes one argument only.

criterion: 0 raised-an-error
training: 0 raised-an-error
"""
# %% criterion
criterion = lambda prediction: nn.functional.binary_cross_entropy(prediction, y)
