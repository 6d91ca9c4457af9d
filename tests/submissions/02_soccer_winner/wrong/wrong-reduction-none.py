"""One loss for each match, which backward() refuses.

criterion: 0 wrong-reduction
training: 0 raised-an-error
"""
# %% criterion
criterion = nn.BCELoss(reduction="none")
