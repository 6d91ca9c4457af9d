"""One number for each match, since the mean is missing.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = ((model(X) >= 0.5) == (y == 1)).float()
