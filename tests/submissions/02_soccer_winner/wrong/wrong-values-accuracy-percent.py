"""The accuracy is a percentage.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 100 * ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
