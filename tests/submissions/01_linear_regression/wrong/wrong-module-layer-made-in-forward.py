"""`forward` makes a layer of its own in each call and leaves the stored one alone.

model: 0 wrong-module
training: 1 optimizer-other-model
parameters: 0 not-converged
convergence: 0 wrong-module
"""

# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        linear = nn.Linear(1, 1)
        return linear(x)


net = LinearRegression_i1_o1()
