"""The accuracy is text.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = f'{((model(X_season) >= 0.5) == (y_season == 1)).float().mean():.0%}'
