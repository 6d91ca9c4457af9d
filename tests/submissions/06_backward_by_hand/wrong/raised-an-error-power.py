"""The exponent has to be an object.

power_and_relu: 1 raised-an-error
fit_taxi: 0 raised-an-error
"""

# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data**n.data, [(self, n.data * self.data ** (n.data - 1))])
Value.relu = lambda self: Value(max(0.0, self.data), [(self, float(self.data > 0))])
