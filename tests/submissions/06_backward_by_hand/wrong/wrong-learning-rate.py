"""Ten times the learning rate.

fit_taxi: 0 wrong-learning-rate
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)
    losses = []
    for epoch in range(epochs):
        loss = Value(0.0)
        for distance, fare in [(1.0, 3.0), (2.0, 5.0), (3.0, 7.0)]:
            error = w * Value(distance) + b + Value(-fare)
            loss = loss + error**2
        zero_grad([w, b])
        loss.backward()
        losses.append(loss.data)
        step([w, b], 0.001)
    return losses
