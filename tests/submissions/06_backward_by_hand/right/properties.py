"""Value and slope are properties over a list."""


# %% add_and_multiply
class Value:
    def __init__(self, data, inputs=()):
        self._numbers = [data, 0.0]
        self.inputs = inputs

    @property
    def data(self):
        return self._numbers[0]

    @data.setter
    def data(self, number):
        self._numbers[0] = number

    @property
    def grad(self):
        return self._numbers[1]

    @grad.setter
    def grad(self, number):
        self._numbers[1] = number

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
