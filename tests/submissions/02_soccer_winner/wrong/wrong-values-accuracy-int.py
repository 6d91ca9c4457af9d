"""int() turns every probability below 1 into a 0.

accuracy: 0 wrong-values
"""
# %% accuracy
right = [int(p) == int(t) for p, t in zip(model(X_season).flatten(), y_season.flatten())]
accuracy = sum(right) / len(right)
