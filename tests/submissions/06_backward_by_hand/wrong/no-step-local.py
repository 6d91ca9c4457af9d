"""A step changes a local name only."""

# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        number = value.data
        number -= lr * value.grad
