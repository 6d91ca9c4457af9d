"""= in place of +=, and factors that are not swapped.

add_and_multiply: 1 gradient-overwritten factors-not-swapped
fit_taxi: 0 gradient-overwritten
transfer: 1 gradient-overwritten
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
            value.grad = slope * self.grad
