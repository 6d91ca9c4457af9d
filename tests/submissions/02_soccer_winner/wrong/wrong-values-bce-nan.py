"""The result is not a number.

bce_by_hand: 0 wrong-values
"""
# %% bce_by_hand
bce_by_hand = float("nan")
