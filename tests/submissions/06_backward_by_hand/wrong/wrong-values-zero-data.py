"""zero_grad clears the numbers too."""

# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.data = value.grad = 0.0


def step(values, lr):
    for value in values:
        value.data -= lr * value.grad
