"""The parentheses that make an instance are missing.

model: 0 wrong-type
optimizer: 0 missing-name
training: 0 wrong-type
parameters: 0 missing-name
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01)
# %% parameters
a = net.linear.weight.item()
b = net.linear.bias.item()
