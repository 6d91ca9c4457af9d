"""The squared error.

bce_by_hand: 0 wrong-criterion
"""
# %% bce_by_hand
bce_by_hand = (1 - 0.8) ** 2
