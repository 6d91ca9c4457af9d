"""`forward` uses a layer by a name that it does not have.

model: 0 raised-an-error
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.layer(x)


net = LinearRegression_i1_o1()
