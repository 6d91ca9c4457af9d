"""The three squares in a list, not their sum.

loss_by_hand: 0 wrong-type
"""
# %% loss_by_hand
loss_by_hand = [4, 9, 16]
