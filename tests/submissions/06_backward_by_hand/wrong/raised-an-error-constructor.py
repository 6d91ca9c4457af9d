"""The constructor wants two things.

add_and_multiply: 0 raised-an-error
power_and_relu: 0 raised-an-error
backward: 0 raised-an-error
zero_and_step: 0 raised-an-error
fit_taxi: 0 raised-an-error
transfer: 0 raised-an-error
"""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
