"""One minus the loss.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 1 - criterion(model(X_season), y_season).item()
