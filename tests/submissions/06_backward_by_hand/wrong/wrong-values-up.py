"""A step goes up the slope.

zero_and_step: 1 wrong-values
fit_taxi: 0 wrong-values
transfer: 1 raised-an-error
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        value.data += lr * value.grad
