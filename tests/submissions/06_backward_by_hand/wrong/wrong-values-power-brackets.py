"""The brackets around exponent - 1 are missing in the slope.

power_and_relu: 1 wrong-values
fit_taxi: 0 wrong-values
"""

# %% power_and_relu
def power(self, exponent):
    return Value(self.data**exponent, [(self, exponent * self.data**exponent - 1)])


def relu(self):
    return Value(max(0.0, self.data), [(self, float(self.data > 0))])


Value.__pow__ = power
Value.relu = relu
