"""relu as a product with 0 or 1, and powers through a helper."""


# %% power_and_relu
def derivative(x, n):
    if x == 0:
        return 1.0 if n == 1 else 0.0
    return n * x**n / x


class Powers:
    def __pow__(self, n):
        return Value(self.data**n, [(self, derivative(self.data, n))])


Value.__pow__ = Powers.__pow__


def relu(self):
    return self * Value(1.0 if self.data > 0 else 0.0)


Value.relu = relu
