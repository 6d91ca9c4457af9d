"""Every training starts from 0.

fit_taxi: 0 wrong-values
"""

# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(0.0), Value(0.0)
    losses = []
    for epoch in range(epochs):
        loss = Value(0.0)
        for x, y in zip(distances, fares):
            loss = loss + (w * Value(x) + b + Value(-y)) ** 2
        zero_grad([w, b]); loss.backward(); step([w, b], lr=0.01)
        losses.append(loss.data)
    return losses
