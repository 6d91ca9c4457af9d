"""Whether all predictions are right.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = bool(((model(X_season) >= 0.5) == (y_season == 1)).all())
