"""Exceptions whose text, class name and traceback raise exceptions themselves, or are a hundred million letters long.

loss_by_hand: 0 *
repair: 0 *
transfer: 0 *
others: any
"""
# %% loss_by_hand
class Odd(Exception):
    def __str__(self):
        raise Odd

    __repr__ = _render_traceback_ = __str__


Odd.__name__ = "x" * 1_000_000
loss_by_hand = Odd()
raise Odd
# %% repair
def train_repaired(net, x, y, epochs):
    raise Odd
# %% transfer
def fit_line(x, y):
    raise ValueError("x" * 100_000_000)
