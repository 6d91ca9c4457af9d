"""Whether all predictions are right.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = bool(((model(X) >= 0.5) == (y == 1)).all())
