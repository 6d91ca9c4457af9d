"""A step without the learning rate.

zero_and_step: 1 wrong-values
fit_taxi: 0 wrong-learning-rate
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0


def step(values, lr):
    for value in values:
        value.data -= value.grad
