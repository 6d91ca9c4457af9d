"""`forward` computes 2x + 1 itself and leaves the layer out.

model: 0 wrong-module
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 hard-coded
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return 2 * x + 1


net = LinearRegression_i1_o1()
