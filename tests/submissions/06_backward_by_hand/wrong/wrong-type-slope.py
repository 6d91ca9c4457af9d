"""The slope is a text."""

# %% slope_by_hand
slope_by_hand = '-18'
