"""The losses are rounded to four decimals, and the three errors are written out."""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w = Value(weight)
    b = Value(bias)
    history = []
    while len(history) < epochs:
        first = w + b + Value(-3.0)
        second = w + w + b + Value(-5.0)
        third = w * Value(3.0) + b + Value(-7.0)
        loss = first**2 + second**2 + third**2
        history.append(round(loss.data, 4))
        w.grad, b.grad = 0.0, 0.0
        loss.backward()
        w.data, b.data = w.data - w.grad / 100, b.data - b.grad / 100
    return history
