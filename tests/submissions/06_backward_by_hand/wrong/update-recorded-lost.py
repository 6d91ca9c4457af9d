"""A step only gives the loop's name to a new object.

zero_and_step: 1 update-recorded
fit_taxi: 0 no-step
transfer: 1 no-step
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        value = value + Value(-lr) * Value(value.grad)
