"""One minus the mean distance between probability and result.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 1 - (model(X_season) - y_season).abs().mean().item()
