"""The class has __slots__."""


# %% add_and_multiply
class Value:
    __slots__ = ("data", "grad", "inputs")

    def __init__(self, data, inputs=()):
        self.data = float(data)
        self.grad = 0.0
        self.inputs = tuple(inputs)

    def __add__(self, other):
        return type(self)(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
