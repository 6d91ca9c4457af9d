"""The logarithm to base 10.

bce_by_hand: 0 wrong-values
"""
# %% bce_by_hand
import math
bce_by_hand = -math.log10(0.8)
