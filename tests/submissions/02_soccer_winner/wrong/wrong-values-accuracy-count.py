"""The number of right predictions.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X) >= 0.5) == (y == 1)).sum().item()
