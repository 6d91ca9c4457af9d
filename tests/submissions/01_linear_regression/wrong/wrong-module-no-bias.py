"""A layer without a bias: a line through the origin.

model: 0 wrong-module
training: 3 loss-too-high
parameters: 0 wrong-module
convergence: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1, bias=False)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% parameters
a = net.linear.weight.item()
b = 0.0
