"""Standard output and error are replaced by objects that raise exceptions, and by none.

others: any
"""
# %% loss_by_hand
loss_by_hand = 29
import sys


class Raises:
    def __getattr__(self, name):
        raise ValueError(name)


sys.stdout = sys.stderr = sys.__stdout__ = Raises()
sys.stdin = None
