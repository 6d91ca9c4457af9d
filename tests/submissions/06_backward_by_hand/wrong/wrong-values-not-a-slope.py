"""The value of the function in place of its slope.

slope_by_hand: 0 wrong-values
"""

# %% slope_by_hand
slope_by_hand = (3 * 1 - 6) ** 2
