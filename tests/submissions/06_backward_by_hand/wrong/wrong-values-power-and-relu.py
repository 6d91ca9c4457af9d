"""The exponent loses its sign, and relu is the absolute value.

power_and_relu: 0 wrong-values wrong-values
"""

# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data ** n, [(self, abs(n) * self.data ** (n - 1))])
Value.relu = lambda self: Value(abs(self.data), [(self, 1.0 if self.data > 0 else -1.0)])
