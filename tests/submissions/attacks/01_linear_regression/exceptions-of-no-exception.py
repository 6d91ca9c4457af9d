"""Raises what derives from BaseException alone, with a text that raises another one.

transfer: 0 *
others: any
"""
# %% loss_by_hand
loss_by_hand = 29


class Worse(BaseException):
    def __str__(self):
        raise Worse

    __repr__ = __str__


raise Worse
# %% transfer
def fit_line(x, y):
    raise Worse
