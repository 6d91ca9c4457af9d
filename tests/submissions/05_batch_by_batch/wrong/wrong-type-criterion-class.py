"""The class of a criterion, not a criterion.

criterion: 1 wrong-type
"""
# %% criterion
criterion = nn.CrossEntropyLoss
first_loss = 2.303
