"""The methods of the class are still as they were handed out."""

# %% add_and_multiply
class Value:
    def __init__(self, data):
        ...

    def __add__(self, other):
        ...

    def __mul__(self, other):
        ...

    def propagate(self):
        ...

# %% power_and_relu
pass

# %% backward
pass
