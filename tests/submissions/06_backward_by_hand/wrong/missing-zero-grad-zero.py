"""zero_grad clears another attribute."""

# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.gradient = 0.0


def step(values, lr):
    for value in values:
        value.data -= lr * value.grad
