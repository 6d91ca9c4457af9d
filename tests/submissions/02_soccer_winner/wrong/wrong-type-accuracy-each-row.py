"""One number for each match, since the mean is missing.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float()
