"""The mean absolute error.

criterion: 0 wrong-criterion
training: 3 wrong-criterion
"""
# %% criterion
criterion = nn.L1Loss()
