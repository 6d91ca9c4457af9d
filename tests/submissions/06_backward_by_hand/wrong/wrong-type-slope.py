"""The slope is a text.

slope_by_hand: 0 wrong-type
"""

# %% slope_by_hand
slope_by_hand = "-18"
