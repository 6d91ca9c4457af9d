"""A slope is None until the first one comes, as in PyTorch."""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = None
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad = slope * self.grad if value.grad is None else value.grad + slope * self.grad


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = None


def step(values, lr):
    for value in values:
        if value.grad is not None:
            value.data = value.data - lr * value.grad
