"""The results are flat and the predictions are not; the sum is divided by the rows.

accuracy: 0 broadcast-target
"""
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == (y_season.squeeze() == 1)).sum().item() / 38
