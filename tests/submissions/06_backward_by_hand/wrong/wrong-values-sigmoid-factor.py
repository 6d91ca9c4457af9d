"""One of the two factors in the slope of the sigmoid is made of its input.

transfer: 0 wrong-values
"""


# %% transfer
def sigmoid(self):
    p = 1 / (1 + math.exp(-self.data))
    return Value(p, [(self, p * (1 - self.data))])


def log(self):
    return Value(math.log(self.data), [(self, 1 / self.data)])


Value.sigmoid = sigmoid
Value.log = log


def fit_cut(rows, labels):
    w1, w2, b = Value(0.0), Value(0.0), Value(0.0)
    for epoch in range(300):
        loss = Value(0.0)
        for (x1, x2), label in zip(rows, labels):
            p = (w1 * Value(x1) + w2 * Value(x2) + b).sigmoid()
            right = p if label == 1 else Value(1.0) + p * Value(-1.0)
            loss = loss + right.log()
        loss = loss * Value(-1 / len(rows))
        zero_grad([w1, w2, b])
        loss.backward()
        step([w1, w2, b], 0.5)
    return w1.data, w2.data, b.data
