"""Sigmoid and log are written and used as functions, and never attached to the class.

transfer: 1 missing-name
"""


# %% transfer
def sigmoid(self):
    s = 1 / (1 + math.exp(-self.data))
    return Value(s, [(self, s * (1 - s))])


def log(self):
    return Value(math.log(self.data), [(self, 1 / self.data)])


def fit_cut(rows, labels):
    w1, w2, b = Value(0.0), Value(0.0), Value(0.0)
    for epoch in range(150):
        loss = Value(0.0)
        for (x1, x2), label in zip(rows, labels):
            p = sigmoid(w1 * Value(x1) + w2 * Value(x2) + b)
            right = p if label == 1.0 else Value(1.0) + Value(-1.0) * p
            loss = loss + Value(-1.0) * log(right)
        loss = loss * Value(1 / len(rows))
        zero_grad([w1, w2, b])
        loss.backward()
        step([w1, w2, b], 0.5)
    return w1.data, w2.data, b.data
