"""A tape that is never cleared goes through the old graph again.

backward: 0 visited-twice
fit_taxi: 0 visited-twice
transfer: 1 visited-twice
"""

# %% add_and_multiply
TAPE = []


class Value:
    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = data, 0.0, inputs
        TAPE.append(self)

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad


# %% backward
def backward(self):
    self.grad = 1.0
    for value in reversed(TAPE):
        value.propagate()


Value.backward = backward
