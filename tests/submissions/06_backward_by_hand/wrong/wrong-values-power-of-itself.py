"""Powers are products of the object with itself, as often as the exponent says, and one time more.

power_and_relu: 1 wrong-values
fit_taxi: 0 wrong-values
"""


# %% power_and_relu
def power(self, n):
    result = self
    for _ in range(int(n)):
        result = result * self
    return result


Value.__pow__ = power
Value.relu = lambda self: Value(max(0.0, self.data), [(self, float(self.data > 0))])
