"""The slope of the brackets is forgotten.

slope_by_hand: 0 wrong-values
"""

# %% slope_by_hand
slope_by_hand = 2 * (3 - 6)
