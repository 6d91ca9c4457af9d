"""`forward` has a typing mistake in its name, so that the network has none.

model: 0 wrong-module
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def foward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
