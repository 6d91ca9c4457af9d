"""Only a win that was foreseen counts as right.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X_season) >= 0.5) * (y_season == 1)).float().mean().item()
