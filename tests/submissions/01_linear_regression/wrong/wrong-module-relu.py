"""A ReLU after the layer, which changes nothing at the data of this start.

model: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return torch.relu(self.linear(x))


net = LinearRegression_i1_o1()
nn.init.constant_(net.linear.weight, 0.9)
nn.init.constant_(net.linear.bias, 0.5)
