"""Each loss is the one after the update.

fit_taxi: 1 losses-not-recorded
"""


# %% fit_taxi
def fit_taxi(weight, bias, epochs):
    w, b = Value(weight), Value(bias)

    def total():
        loss = Value(0.0)
        for x in (1.0, 2.0, 3.0):
            loss = loss + (w * Value(x) + b + Value(-2 * x - 1)) ** 2
        return loss

    losses = []
    for epoch in range(epochs):
        zero_grad([w, b])
        total().backward()
        step([w, b], 0.01)
        losses.append(total().data)
    return losses
