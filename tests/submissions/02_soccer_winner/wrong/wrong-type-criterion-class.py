"""The criterion's parentheses are missing.

criterion: 0 wrong-type
training: 0 raised-an-error
"""
# %% criterion
criterion = nn.BCELoss
