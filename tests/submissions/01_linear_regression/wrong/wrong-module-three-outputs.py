"""Three outputs, so that every row gets three predictions that are spread against one target.

model: 0 wrong-module
training: 3 wrong-shape
parameters: 0 wrong-module
convergence: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 3)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% parameters
a = net.linear.weight[0].item()
b = net.linear.bias[0].item()
