"""Rounded up after the multiplication.

steps_by_hand: 0 wrong-values
"""
# %% steps_by_hand
steps_by_hand = 313
