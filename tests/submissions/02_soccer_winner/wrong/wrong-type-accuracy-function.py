"""A function that nobody called.

accuracy: 0 wrong-type
"""
# %% accuracy
def accuracy():
    return ((model(X) >= 0.5) == (y == 1)).float().mean().item()
