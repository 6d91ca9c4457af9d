"""The class keeps fractions, and the training floats."""

# %% add_and_multiply
from fractions import Fraction


class Value:
    def __init__(self, data, inputs=()):
        self.data = Fraction(data)
        self.grad = Fraction(0)
        self.inputs = inputs

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1), (other, 1)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += Fraction(slope) * Fraction(self.grad)


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    losses = []
    for epoch in range(epochs):
        w, b = Value(weight), Value(bias)
        loss = Value(0.0)
        for x, y in zip(distances, fares):
            e = w * Value(x) + b + Value(-y)
            loss = loss + e * e
        loss.backward()
        losses.append(float(loss.data))
        weight, bias = weight - 0.01 * float(w.grad), bias - 0.01 * float(b.grad)
    return losses


# %% power_and_relu
Value.__pow__ = lambda self, n: Value(float(self.data) ** n, [(self, n * float(self.data) ** (n - 1))])
Value.relu = lambda self: Value(max(0.0, self.data), [(self, float(self.data > 0))])
