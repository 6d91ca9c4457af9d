"""The attributes have other names.

add_and_multiply: 0 missing-name
power_and_relu: 0 missing-name
backward: 0 missing-name
zero_and_step: 0 missing-name
fit_taxi: 0 missing-name
transfer: 0 missing-name
"""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self.number = data
        self.slope = 0.0
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.number + other.number, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.number * other.number, [(self, other.number), (other, self.number)])

    def propagate(self):
        for value, slope in self.inputs:
            value.slope += slope * self.slope
