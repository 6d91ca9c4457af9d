"""The mean of the probabilities.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = model(X_season).mean().item()
