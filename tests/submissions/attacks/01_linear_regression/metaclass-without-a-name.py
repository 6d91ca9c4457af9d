"""An exception's class has a name that is no text.

transfer: 0 *
"""
# %% transfer
class Nameless(type):
    @property
    def __name__(cls):
        raise RuntimeError

    __module__ = __qualname__ = __name__


class Odd(Exception, metaclass=Nameless):
    pass


def fit_line(x, y):
    raise Odd
