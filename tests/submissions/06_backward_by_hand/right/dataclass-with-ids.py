"""A dataclass that is compared by its fields, with ids in the set of what has been seen."""

# %% add_and_multiply
from dataclasses import dataclass, field


@dataclass
class Value:
    data: float
    inputs: list = field(default_factory=list, repr=False)
    grad: float = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad


# %% backward
def visit(value, seen):
    if id(value) in seen:
        return
    seen[id(value)] = value
    for each, _ in value.inputs:
        visit(each, seen)
    seen[id(value)] = seen.pop(id(value))


def backward(self):
    order = {}
    visit(self, order)
    self.grad = 1.0
    for value in reversed(order.values()):
        value.propagate()


Value.backward = backward
