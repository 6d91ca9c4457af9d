"""Operations return plain numbers.

add_and_multiply: 0 wrong-type
power_and_relu: 0 not-attempted
backward: 0 not-attempted
fit_taxi: 0 missing-name
transfer: 0 raised-an-error
"""


# %% add_and_multiply
class Value:
    def __init__(self, data):
        self.data = data
        self.grad = 0.0

    def __add__(self, other):
        return self.data + other.data

    def __mul__(self, other):
        return self.data * other.data

    def propagate(self):
        self.grad += 1.0


# %% power_and_relu
pass

# %% backward
pass
