"""The slope has the wrong sign.

slope_by_hand: 0 wrong-values
"""

# %% slope_by_hand
slope_by_hand = 18.0
