"""The loss's class, without parentheses.

criterion: 0 wrong-type
training: 0 raised-an-error
stopping: 0 raised-an-error
predict: 0 accuracy-too-low
"""
# %% criterion
criterion = nn.BCEWithLogitsLoss
