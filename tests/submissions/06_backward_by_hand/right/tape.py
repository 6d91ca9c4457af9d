"""Every operation is written on one tape, which goes backward and is cleared."""

# %% add_and_multiply
TAPE = []


class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def _made(self, data, *pairs):
        result = Value(data)
        TAPE.append((result, pairs))
        return result

    def __add__(self, other):
        return self._made(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return self._made(self.data * other.data, (self, other.data), (other, self.data))

    def propagate(self):
        for result, pairs in TAPE:
            if result is self:
                for value, slope in pairs:
                    value.grad += slope * self.grad


# %% power_and_relu
Value.__pow__ = lambda self, n: self._made(self.data**n, (self, n * self.data ** (n - 1)))
Value.relu = lambda self: self._made(max(0.0, self.data), (self, float(self.data > 0)))


# %% backward
def backward(self):
    self.grad = 1.0
    for result, pairs in reversed(TAPE):
        for value, slope in pairs:
            value.grad += slope * result.grad
    TAPE.clear()


Value.backward = backward


# %% transfer
def sigmoid(self):
    p = 1 / (1 + math.exp(-self.data))
    return self._made(p, (self, p - p**2))


Value.sigmoid = sigmoid
Value.log = lambda self: self._made(math.log(self.data), (self, self.data**-1))


def fit_cut(rows, labels):
    TAPE.clear()
    w1, w2, b = Value(0.0), Value(0.0), Value(0.0)
    for epoch in range(120):
        loss = Value(0.0)
        for (x1, x2), label in zip(rows, labels):
            z = w1 * Value(x1) + w2 * Value(x2) + b
            sign = Value(1.0 if label == 1 else -1.0)
            loss = loss + Value(-1.0) * (sign * z).sigmoid().log()
        zero_grad([w1, w2, b])
        loss.backward()
        step([w1, w2, b], 0.1)
    return w1.data, w2.data, b.data
