"""The accuracy on the matches that the model was trained on.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = ((model(X) >= 0.5) == (y == 1)).float().mean().item()
