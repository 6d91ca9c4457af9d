"""The predictions are flat and the targets are not, so that every pair is compared.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X).flatten() >= 0.5) == (y == 1)).float().mean().item()
