"""The slope is typed in."""

# %% slope_by_hand
slope_by_hand = -18
