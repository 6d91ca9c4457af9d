"""The accuracy is printed, and print() returns None.

accuracy: 0 wrong-type
"""
# %% accuracy
accuracy = print(((model(X) >= 0.5) == (y == 1)).float().mean())
