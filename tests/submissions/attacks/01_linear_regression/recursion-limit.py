"""Python may not call deeper than a few levels.

loss_by_hand: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 28
import sys

for limit in range(10, 1000):
    try:
        sys.setrecursionlimit(limit)
        break
    except RecursionError:
        pass
