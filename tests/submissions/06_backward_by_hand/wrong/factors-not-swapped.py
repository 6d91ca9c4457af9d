"""Each factor gets its own number.

add_and_multiply: 2 factors-not-swapped
fit_taxi: 0 factors-not-swapped
transfer: 1 factors-not-swapped
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
        return Value(self.data * other.data, [(self, self.data), (other, other.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
