"""The number stands in quotes.

bce_by_hand: 0 wrong-type
"""
# %% bce_by_hand
bce_by_hand = "0.2231"
