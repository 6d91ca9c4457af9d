"""Probabilities are compared with the targets without a threshold.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = (model(X) == y).float().mean().item()
