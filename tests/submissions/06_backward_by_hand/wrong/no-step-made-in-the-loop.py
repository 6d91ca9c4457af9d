"""The weight and the bias are created again in each epoch.

fit_taxi: 0 no-step
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    losses = []
    for epoch in range(epochs):
        w, b = Value(weight), Value(bias)
        loss = Value(0.0)
        for x, y in zip(distances, fares):
            loss = loss + (w * Value(x) + b + Value(-y)) ** 2
        losses.append(loss.data)
        zero_grad([w, b])
        loss.backward()
        step([w, b], 0.01)
    return losses
