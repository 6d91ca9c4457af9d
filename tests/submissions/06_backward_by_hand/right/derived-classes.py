"""Every cell derives a new class of the same name."""


# %% power_and_relu
class Value(Value):
    def __pow__(self, n):
        return Value(self.data**n, [(self, n * self.data ** (n - 1))])

    def relu(self):
        return Value(max(0.0, self.data), [(self, float(self.data > 0))])


# %% backward
class Value(Value):
    def _ordered(self, order):
        if self not in order:
            for each, _ in self.inputs:
                each._ordered(order)
            order[self] = None
        return order

    def backward(self):
        self.grad = 1.0
        for value in reversed(self._ordered({})):
            value.propagate()


# %% transfer
class Value(Value):
    def exp(self):
        return Value(math.exp(self.data), [(self, math.exp(self.data))])

    def sigmoid(self):
        p = (1 + math.tanh(self.data / 2)) / 2
        return Value(p, [(self, p * (1 - p))])

    def log(self):
        return Value(math.log(self.data), [(self, 1 / self.data)])


def fit_cut(rows, labels):
    w1, w2, b = 0.0, 0.0, 0.0
    for _ in range(60):
        for (x1, x2), label in zip(rows, labels):
            one, two, three = Value(w1), Value(w2), Value(b)
            z = one * Value(x1) + two * Value(x2) + three
            p = (z if label else z * Value(-1.0)).sigmoid()
            loss = p.log() * Value(-1.0)
            loss.backward()
            w1, w2, b = w1 - 0.3 * one.grad, w2 - 0.3 * two.grad, b - 0.3 * three.grad
    return w1, w2, b
