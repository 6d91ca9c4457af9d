"""The accuracy is a percentage.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 100 * ((model(X) >= 0.5) == (y == 1)).float().mean().item()
