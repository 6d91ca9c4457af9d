"""The predictions are flat and the targets are not, so that every pair is compared.

accuracy: 0 broadcast-target
"""
# %% accuracy
accuracy = ((model(X_season).flatten() >= 0.5) == (y_season == 1)).float().mean().item()
