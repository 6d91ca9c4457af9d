"""The slope of a power divides by the number.

power_and_relu: 1 raised-an-error
"""

# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data**n, [(self, n * self.data**n / self.data)])
Value.relu = lambda self: Value(max(0.0, self.data), [(self, float(self.data > 0))])
