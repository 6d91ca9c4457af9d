"""The number of right predictions.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).sum().item()
