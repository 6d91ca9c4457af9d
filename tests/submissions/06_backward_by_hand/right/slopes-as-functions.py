"""Local slopes are functions that are called on the way back."""

# %% add_and_multiply
import operator


class Value:
    def __init__(self, data, inputs=(), pulls=()):
        self.data, self.grad = data, 0.0
        self.inputs, self.pulls = inputs, pulls

    def __add__(self, other):
        return Value(operator.add(self.data, other.data), (self, other), (lambda s: s, lambda s: s))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other), (lambda s: s * other.data, lambda s: s * self.data))

    def propagate(self):
        for value, pull in zip(self.inputs, self.pulls):
            value.grad += pull(self.grad)


# %% power_and_relu
def power(self, n):
    return Value(pow(self.data, n), (self,), (lambda s: s * n * pow(self.data, n - 1),))


def relu(self):
    return Value((abs(self.data) + self.data) / 2, (self,), (lambda s: s if self.data > 0 else 0.0,))


setattr(Value, "__pow__", power)
setattr(Value, "relu", relu)


# %% backward
def backward(self):
    self.grad = 1.0
    order, seen = [], {self}

    def walk(value):
        for each in value.inputs:
            if each not in seen:
                seen.add(each)
                walk(each)
        order.insert(0, value)

    walk(self)
    for value in order:
        value.propagate()


Value.backward = backward


# %% transfer
def sigmoid(self):
    e = math.exp(self.data)
    p = e / (1 + e)
    return Value(p, (self,), (lambda s: s * p * (1 - p),))


Value.sigmoid = sigmoid
Value.log = lambda self: Value(math.log(self.data), (self,), (lambda s: s / self.data,))


def fit_cut(rows, labels):
    parameters = [Value(0.0) for _ in range(3)]
    for epoch in range(400):
        total = Value(0.0)
        for row, label in zip(rows, labels):
            p = (parameters[0] * Value(row[0]) + parameters[1] * Value(row[1]) + parameters[2]).sigmoid()
            error = p + Value(-label)
            total = total + error * error
        zero_grad(parameters)
        total.backward()
        step(parameters, 0.1)
    return tuple(parameter.data for parameter in parameters)
