"""A 1 is typed in: the model was right about all twelve matches.

accuracy: 0 wrong-values
"""
# %% accuracy
accuracy = 1.0
