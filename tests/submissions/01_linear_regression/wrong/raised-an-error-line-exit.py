"""The function ends the program when it meets data that it does not like.

transfer: 0 raised-an-error
"""
# %% transfer
import sys


def fit_line(x, y):
    if len(x) != 3:
        sys.exit("this function needs three points")
    return 2.0, 1.0
