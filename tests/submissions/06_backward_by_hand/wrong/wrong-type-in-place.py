"""A sum changes the first number and returns it.

add_and_multiply: 2 wrong-type
fit_taxi: 0 wrong-type
transfer: 1 wrong-type
"""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other):
        self.data += other.data
        self.inputs = [(other, 1.0)]
        return self

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
