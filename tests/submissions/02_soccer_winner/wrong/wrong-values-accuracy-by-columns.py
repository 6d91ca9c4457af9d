"""The right answers are divided by the number of columns.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = (model(X_season).round() == y_season).sum().item() / X_season.shape[1]
