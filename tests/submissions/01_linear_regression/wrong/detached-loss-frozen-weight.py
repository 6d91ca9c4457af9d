"""The weight is frozen where the network is made, so that only the bias learns.

model: 0 detached-loss
training: 1 detached-loss
parameters: 0 not-converged
convergence: 0 detached-loss
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)
        self.linear.weight.requires_grad = False

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
