"""The slope of the result is not multiplied in.

add_and_multiply: 0 wrong-values
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
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope
