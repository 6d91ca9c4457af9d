"""The number stands in quotes.

loss_by_hand: 0 wrong-type
"""
# %% loss_by_hand
loss_by_hand = "29"
