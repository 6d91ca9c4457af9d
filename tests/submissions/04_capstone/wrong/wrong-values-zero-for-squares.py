"""Trained towards 0 and 1, and compared with 0.

predict: 1 wrong-values
"""
# %% criterion
criterion = nn.MSELoss()
