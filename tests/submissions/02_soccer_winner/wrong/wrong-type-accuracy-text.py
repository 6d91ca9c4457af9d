"""The accuracy is text.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = f'{((model(X) >= 0.5) == (y == 1)).float().mean():.0%}'
