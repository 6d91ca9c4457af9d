"""The methods of the class are still as they were handed out.

add_and_multiply: 0 not-attempted
power_and_relu: 0 not-attempted
backward: 0 not-attempted
zero_and_step: 0 missing-name
fit_taxi: 0 missing-name
transfer: 0 missing-name
"""


# %% add_and_multiply
class Value:
    def __init__(self, data): ...

    def __add__(self, other): ...

    def __mul__(self, other): ...

    def propagate(self): ...


# %% power_and_relu
pass

# %% backward
pass
