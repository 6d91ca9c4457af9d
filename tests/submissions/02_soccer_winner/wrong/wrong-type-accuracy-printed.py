"""The accuracy is printed, and print() returns None.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = print(((model(X_season) >= 0.5) == (y_season == 1)).float().mean())
