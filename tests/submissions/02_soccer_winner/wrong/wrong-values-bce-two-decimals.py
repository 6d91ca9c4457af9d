"""Two decimals are too few.

bce_by_hand: 0 wrong-values
"""
# %% bce_by_hand
bce_by_hand = 0.22
