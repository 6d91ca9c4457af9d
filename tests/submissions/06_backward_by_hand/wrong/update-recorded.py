"""A step makes new objects of the old ones.

zero_and_step: 1 update-recorded
fit_taxi: 0 no-step
transfer: 1 no-step
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for i, value in enumerate(values):
        values[i] = value + Value(-lr * value.grad)
