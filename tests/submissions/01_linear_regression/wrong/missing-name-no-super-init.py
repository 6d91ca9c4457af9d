"""`super().__init__()` is forgotten, so that no instance can be made.

model: 0 missing-name
optimizer: 0 missing-name
training: 0 missing-name
parameters: 0 missing-name
convergence: 0 raised-an-error
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01)
