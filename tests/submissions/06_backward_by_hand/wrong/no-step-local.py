"""A step changes a local name only.

zero_and_step: 1 no-step
fit_taxi: 0 no-step
transfer: 1 no-step
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        number = value.data
        number -= lr * value.grad
