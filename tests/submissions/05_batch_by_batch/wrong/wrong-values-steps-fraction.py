"""Steps as a fraction.

steps_by_hand: 0 wrong-values
"""
# %% steps_by_hand
steps_by_hand = 4000 / 64 * 5
