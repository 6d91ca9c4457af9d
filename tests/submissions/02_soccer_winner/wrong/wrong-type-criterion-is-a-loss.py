"""The name stands for a loss already computed.

criterion: 0 wrong-type
training: 0 raised-an-error
"""
# %% criterion
criterion = nn.BCELoss()(model(X), y)
