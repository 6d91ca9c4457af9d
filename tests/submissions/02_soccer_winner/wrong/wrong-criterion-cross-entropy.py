"""CrossEntropyLoss, which is 0 for a single class and teaches nothing.

criterion: 0 wrong-criterion
training: 1 wrong-criterion
"""
# %% criterion
criterion = nn.CrossEntropyLoss()
