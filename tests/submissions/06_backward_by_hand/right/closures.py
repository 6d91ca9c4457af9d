"""Slopes are kept in closures, and the cut is trained row by row."""


# %% add_and_multiply
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self.propagate = lambda: None
        self.parents = set()

    def __add__(self, other):
        out = Value(self.data + other.data)
        out.parents = {self, other}

        def propagate():
            self.grad += out.grad
            other.grad += out.grad

        out.propagate = propagate
        return out

    def __mul__(self, other):
        out = Value(self.data * other.data)
        out.parents = {self, other}

        def propagate():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.propagate = propagate
        return out


# %% power_and_relu
def power(self, n):
    out = Value(self.data**n)
    out.parents = {self}

    def propagate():
        self.grad += n * self.data ** (n - 1) * out.grad

    out.propagate = propagate
    return out


def relu(self):
    out = Value(self.data if self.data > 0 else 0.0)
    out.parents = {self}

    def propagate():
        self.grad += (out.data > 0) * out.grad

    out.propagate = propagate
    return out


Value.__pow__ = power
Value.relu = relu


# %% backward
def backward(self):
    topo = []
    visited = set()

    def build(v):
        if v not in visited:
            visited.add(v)
            for parent in v.parents:
                build(parent)
            topo.append(v)

    build(self)
    self.grad = 1.0
    for v in topo[::-1]:
        v.propagate()


Value.backward = backward


# %% transfer
def sigmoid(self):
    out = Value(1 / (1 + math.exp(-self.data)))
    out.parents = {self}

    def propagate():
        self.grad += out.data * (1 - out.data) * out.grad

    out.propagate = propagate
    return out


def log(self):
    out = Value(math.log(self.data))
    out.parents = {self}

    def propagate():
        self.grad += out.grad / self.data

    out.propagate = propagate
    return out


Value.sigmoid, Value.log = sigmoid, log


def fit_cut(rows, labels):
    w1, w2, b = Value(0.1), Value(-0.1), Value(0.0)
    for epoch in range(200):
        for (x1, x2), label in zip(rows, labels):
            p = (w1 * Value(x1) + w2 * Value(x2) + b).sigmoid()
            right = p if label else Value(1.0) + Value(-1.0) * p
            loss = Value(-1.0) * right.log()
            zero_grad([w1, w2, b])
            loss.backward()
            step([w1, w2, b], 0.1)
    return [w1.data, w2.data, b.data]
