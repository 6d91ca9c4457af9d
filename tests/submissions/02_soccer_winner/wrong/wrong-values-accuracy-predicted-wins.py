"""The fraction of matches that the model calls wins.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = (model(X_season) >= 0.5).float().mean().item()
