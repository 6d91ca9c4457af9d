"""relu is written, and never attached to the class.

power_and_relu: 1 missing-name
"""

# %% power_and_relu
Value.__pow__ = lambda self, n: Value(self.data**n, [(self, n * self.data ** (n - 1))])


def relu(self):
    return Value(max(0.0, self.data), [(self, float(self.data > 0))])
