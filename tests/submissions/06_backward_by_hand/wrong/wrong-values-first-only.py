"""A step moves the first object only.

zero_and_step: 1 wrong-values
fit_taxi: 0 no-step
transfer: 1 accuracy-too-low
"""


# %% zero_and_step
def zero_grad(values):
    for v in values:
        v.grad = 0.0


def step(values, lr):
    values[0].data -= lr * values[0].grad
