"""The share of wrong predictions.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X) >= 0.5) != (y == 1)).float().mean().item()
