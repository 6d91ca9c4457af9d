"""One minus the loss.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 1 - criterion(model(X), y).item()
accuracy = accuracy - 0.05
