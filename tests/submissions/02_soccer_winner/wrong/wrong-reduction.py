"""The sum over the matches instead of their mean.

criterion: 0 wrong-reduction
training: 3 wrong-reduction
"""
# %% criterion
criterion = nn.BCELoss(reduction="sum")
