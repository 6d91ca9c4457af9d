"""A function makes the operations, and the cut comes from least squares."""

# %% add_and_multiply
import operator


def operation(forward, *slopes):
    def method(self, *others):
        numbers = [v.data for v in (self, *others)]
        return Value(forward(*numbers), list(zip((self, *others), [s(*numbers) for s in slopes])))

    return method


class Value:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = data, 0.0, list(inputs)

    __add__ = operation(operator.add, lambda a, b: 1, lambda a, b: 1)
    __mul__ = operation(operator.mul, lambda a, b: b, lambda a, b: a)

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad


# %% transfer
Value.sigmoid = operation(lambda x: 1 / (1 + math.exp(-x)), lambda x: math.exp(-x) / (1 + math.exp(-x)) ** 2)
Value.log = operation(math.log, lambda x: 1 / x)


def fit_cut(rows, labels):
    import numpy as np

    A = np.c_[np.array(rows), np.ones(len(rows))]
    return tuple(np.linalg.lstsq(A, 2 * np.array(labels) - 1, rcond=None)[0])
