"""The class keeps its numbers as NumPy's."""

# %% add_and_multiply
import numpy as np


class Value:
    def __init__(self, data, inputs=()):
        self.data = np.float64(data)
        self.grad = np.zeros(())
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad = value.grad + slope * self.grad


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = np.empty(epochs)
    for epoch in range(epochs):
        one, two, three = (w * Value(x) + b + Value(-1.0 - 2.0 * x) for x in (1, 2, 3))
        loss = one * one + two * two + three * three
        loss.backward()
        losses[epoch] = loss.data
        step([w, b], 0.01)
        zero_grad([w, b])
    return losses.tolist()
