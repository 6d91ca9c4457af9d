"""Objects count themselves when they are made, and backward() sorts them by age."""

# %% add_and_multiply
import itertools

NUMBERS = itertools.count()


class Value:
    def __init__(self, data, inputs=()):
        self.data, self.inputs, self.grad, self.age = data, inputs, 0.0, next(NUMBERS)

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad


# %% backward
def backward(self):
    nodes = {self.age: self}
    todo = [self]
    for value in todo:
        for each, _ in value.inputs:
            if each.age not in nodes:
                nodes[each.age] = each
                todo.append(each)
    self.grad = 1.0
    for age in sorted(nodes, reverse=True):
        nodes[age].propagate()


Value.backward = backward
