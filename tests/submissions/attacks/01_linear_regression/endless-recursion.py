"""Recursion without end, at Python's limit and far above it.

repair: 0 *
transfer: <=3 *
"""
# %% repair
import sys

sys.setrecursionlimit(10**9)


def train_repaired(net, x, y, epochs):
    return train_repaired(net, x, y, epochs)
# %% transfer
sys.setrecursionlimit(1000)


def fit_line(x, y):
    return fit_line(x, y)
