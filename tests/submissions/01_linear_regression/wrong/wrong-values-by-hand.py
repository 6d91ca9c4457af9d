"""`^` is no power in Python.

loss_by_hand: 0 wrong-values
"""
# %% loss_by_hand
loss_by_hand = (1 - 3) ^ 2 + (2 - 5) ^ 2 + (3 - 7) ^ 2
