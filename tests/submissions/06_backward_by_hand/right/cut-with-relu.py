"""The cut goes down a hinge loss, made of relu."""


# %% transfer
def sigmoid(self):
    p = 0.5 * (1 + math.tanh(0.5 * self.data))
    return Value(p, [(self, p * (1 - p))])


Value.sigmoid = sigmoid
Value.log = lambda self: Value(math.log(self.data), [(self, 1 / self.data)])


def fit_cut(rows, labels):
    w1, w2, b = Value(0.0), Value(0.0), Value(0.0)
    for epoch in range(300):
        for (x1, x2), label in zip(rows, labels):
            side = Value(-1.0 if label == 1 else 1.0)
            miss = (Value(1.0) + side * (w1 * Value(x1) + w2 * Value(x2) + b)).relu()
            zero_grad([w1, w2, b])
            miss.backward()
            step([w1, w2, b], 0.05)
    return w1.data, w2.data, b.data
