"""A sigmoid after the layer: no output can be above 1.

model: 0 wrong-module
training: 3 loss-too-high
parameters: 0 not-converged
convergence: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))


net = LinearRegression_i1_o1()
nn.init.constant_(net.linear.weight, 0.9)
nn.init.constant_(net.linear.bias, -0.9)
