"""The precision: of the matches called wins, the fraction that were won.

accuracy: 0 wrong-values
"""
# %% accuracy
called = model(X_season) >= 0.5
accuracy = y_season[called].mean().item()
