"""A function that nobody called.

accuracy: 0 wrong-type
"""
# %% accuracy
def accuracy():
    return ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
