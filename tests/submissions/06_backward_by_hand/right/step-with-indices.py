"""Functions that count through the list, and a step through the class's own product."""


# %% zero_and_step
def zero_grad(values):
    [setattr(value, "grad", 0) for value in values]


def step(values, lr):
    for i in range(len(values)):
        values[i].data = (values[i] + Value(-lr) * Value(values[i].grad)).data
