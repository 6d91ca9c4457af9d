"""A step for each of the three points.

fit_taxi: 0 wrong-values
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for distance, fare in [(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]:
            loss = (w * Value(distance) + b + Value(-fare)) ** 2
            zero_grad([w, b])
            loss.backward()
            step([w, b], 0.01)
            total += loss.data
        losses.append(total)
    return losses
