"""A frozen dataclass.

add_and_multiply: 0 raised-an-error
power_and_relu: 0 raised-an-error raised-an-error
backward: 0 raised-an-error
zero_and_step: 0 raised-an-error raised-an-error
fit_taxi: 0 raised-an-error
transfer: 0 raised-an-error
"""

# %% add_and_multiply
from dataclasses import dataclass


@dataclass(frozen=True)
class Value:
    data: float
    inputs: tuple = ()
    grad: float = 0.0

    def __add__(self, other):
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad
