"""One class from the beginning, with numbers mixed in, and a stack instead of recursion."""


# %% add_and_multiply
class Value:
    def __init__(self, data, made_of=()):
        self.data, self.grad, self.made_of = data, 0.0, made_of

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))

    def __pow__(self, n):
        return Value(self.data**n, ((self, n * self.data ** (n - 1)),))

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * other**-1

    __radd__, __rmul__ = __add__, __mul__

    def relu(self):
        return Value(max(self.data, 0), ((self, float(self.data > 0)),))

    def sigmoid(self):
        p = 1 / (1 + math.exp(-self.data))
        return Value(p, ((self, p * (1 - p)),))

    def log(self):
        return Value(math.log(self.data), ((self, 1 / self.data),))

    def propagate(self):
        for value, slope in self.made_of:
            value.grad = value.grad + slope * self.grad

    def backward(self):
        order, waiting, seen = [], [(self, False)], set()
        while waiting:
            value, is_ready = waiting.pop()
            if is_ready:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                waiting.append((value, True))
                waiting += [(each, False) for each, _ in value.made_of]
        self.grad = 1.0
        while order:
            order.pop().propagate()

    def __repr__(self):
        return f"Value({self.data}, grad={self.grad})"


# %% power_and_relu
pass

# %% backward
pass


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b, losses = Value(weight), Value(bias), []
    for _ in range(epochs):
        loss = sum((w * x + b - y) ** 2 for x, y in zip([1.0, 2.0, 3.0], [3.0, 5.0, 7.0]))
        zero_grad((w, b))
        loss.backward()
        step((w, b), 0.01)
        losses.append(loss.data)
    return losses


# %% transfer
def fit_cut(rows, labels):
    parameters = w1, w2, b = Value(0.0), Value(0.0), Value(0.0)
    for _ in range(150):
        loss = 0
        for (x1, x2), y in zip(rows, labels):
            p = (w1 * x1 + w2 * x2 + b).sigmoid()
            loss = loss - (y * p.log() + (1 - y) * (1 - p).log())
        zero_grad(parameters)
        loss.backward()
        step(parameters, 0.05)
    return tuple(p.data for p in parameters)
