"""The mean squared error.

criterion: 0 wrong-criterion
training: 3 wrong-criterion
"""
# %% criterion
criterion = nn.MSELoss()
