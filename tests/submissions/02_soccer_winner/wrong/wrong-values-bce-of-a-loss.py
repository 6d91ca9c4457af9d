"""The loss of predicting 0.8 for a match that was not won.

bce_by_hand: 0 wrong-values
"""
# %% bce_by_hand
bce_by_hand = 1.609
