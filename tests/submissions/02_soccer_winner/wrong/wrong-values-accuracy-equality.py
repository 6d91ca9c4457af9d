"""Probabilities are compared with the targets without a threshold.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = (model(X_season) == y_season).float().mean().item()
