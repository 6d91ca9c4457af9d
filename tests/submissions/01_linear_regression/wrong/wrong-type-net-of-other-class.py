"""`net` is a bare nn.Linear, not an instance of the class.

model: 0 wrong-type
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = nn.Linear(1, 1)
# %% parameters
a = net.weight.item()
b = net.bias.item()
