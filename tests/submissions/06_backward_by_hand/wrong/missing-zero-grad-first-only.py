"""zero_grad returns within its loop.

zero_and_step: 1 missing-zero-grad
fit_taxi: 0 missing-zero-grad
"""


# %% zero_and_step
def zero_grad(values):
    for value in values:
        value.grad = 0.0
        return


def step(values, lr):
    for value in values:
        value.data -= lr * value.grad
