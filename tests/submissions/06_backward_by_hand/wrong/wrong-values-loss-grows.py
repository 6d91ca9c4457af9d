"""The loss begins before the loop over the epochs.

fit_taxi: 0 wrong-values
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = []
    loss = Value(0.0)
    for epoch in range(epochs):
        for x, y in zip(distances, fares):
            loss = loss + (w * Value(x) + b + Value(-y)) ** 2
        zero_grad([w, b])
        loss.backward()
        step([w, b], lr=0.01)
        losses.append(loss.data)
    return losses
