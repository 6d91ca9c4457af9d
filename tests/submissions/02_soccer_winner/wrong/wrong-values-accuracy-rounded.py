"""One decimal of the accuracy is left.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = round(((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item(), 1)
