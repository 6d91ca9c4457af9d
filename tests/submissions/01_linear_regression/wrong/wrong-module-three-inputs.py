"""Three inputs, one for each point, instead of one input and three rows.

model: 0 wrong-module
training: 0 raised-an-error
parameters: 0 wrong-module
convergence: 0 raised-an-error
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% parameters
a = net.linear.weight[0, 0].item()
b = net.linear.bias.item()
