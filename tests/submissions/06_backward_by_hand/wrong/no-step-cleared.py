"""The slopes are cleared before the step.

fit_taxi: 0 no-step
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = []
    for epoch in range(epochs):
        loss = Value(0.0)
        for x, y in zip(distances, fares):
            loss = loss + (w * Value(x) + b + Value(-y)) ** 2
        loss.backward()
        zero_grad([w, b])
        step([w, b], lr=0.01)
        losses.append(loss.data)
    return losses
