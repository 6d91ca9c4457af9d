"""The exponent of the slope is not smaller by 1.

power_and_relu: 1 wrong-values
fit_taxi: 0 wrong-values
"""

# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data**n, [(self, n * self.data**n)])
Value.relu = lambda self: Value(max(0.0, self.data), [(self, float(self.data > 0))])
