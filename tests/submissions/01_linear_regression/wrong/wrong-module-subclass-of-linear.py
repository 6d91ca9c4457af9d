"""The class is a linear layer itself, and has none called `linear`; later cells read `net.linear`.

model: 1 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Linear):
    def __init__(self):
        super().__init__(1, 1)


net = LinearRegression_i1_o1()
# %% parameters
a = float(net.weight)
b = float(net.bias)
