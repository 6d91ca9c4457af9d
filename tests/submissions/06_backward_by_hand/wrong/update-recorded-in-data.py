"""A step puts an object into data.

zero_and_step: 1 update-recorded
fit_taxi: 0 raised-an-error
transfer: 1 raised-an-error
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        value.data = value + Value(-lr * value.grad)
