"""A sum hands on the other number, as a product does.

add_and_multiply: 2 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 wrong-values
"""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, other.data), (other, self.data)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
