"""A dataclass is compared by its numbers, in a list of what has been seen.

backward: 0 wrong-values
"""

# %% add_and_multiply
from dataclasses import dataclass


@dataclass
class Value:
    data: float
    inputs: tuple = ()
    grad: float = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad


# %% backward
def backward(self):
    order = []

    def visit(value):
        if value not in order:
            for each, _ in value.inputs:
                visit(each)
            order.append(value)

    visit(self)
    self.grad = 1.0
    for value in reversed(order):
        value.propagate()


Value.backward = backward
