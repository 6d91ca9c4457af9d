"""A class whose metaclass says that everything is an instance of it, and a network that is none of it.

model: 0 *
"""
# %% model
class Everything(type):
    def __instancecheck__(cls, thing):
        return True

    def __subclasscheck__(cls, other):
        return True


class LinearRegression_i1_o1(metaclass=Everything):
    pass


net = nn.Linear(1, 1)
# %% criterion
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
criterion = nn.MSELoss(reduction="sum")
