"""The recall: of the matches that were won, the fraction called wins.

accuracy: 0 wrong-values
"""
# %% accuracy
called = (model(X_season) >= 0.5).float()
accuracy = (called * y_season).sum().item() / y_season.sum().item()
