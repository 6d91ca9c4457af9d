"""The class inherits from nn.Linear, which is a module itself, and needs no arguments."""
# %% model
class LinearRegression_i1_o1(nn.Linear):
    def __init__(self):
        super().__init__(1, 1)


net = LinearRegression_i1_o1()
# %% parameters
a = float(net.weight)
b = float(net.bias)
