"""The logarithm without its minus sign.

bce_by_hand: 0 wrong-values
"""
# %% bce_by_hand
bce_by_hand = -0.2231
