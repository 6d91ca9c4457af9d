"""The class does not inherit from nn.Module.

model: 0 wrong-type
optimizer: 0 missing-name
training: 0 wrong-type
parameters: 0 wrong-type
convergence: 0 wrong-type
"""
# %% model
class LinearRegression_i1_o1:
    def __init__(self):
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01)
