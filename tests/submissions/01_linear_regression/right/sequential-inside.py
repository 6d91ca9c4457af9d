"""The layer called `linear` is an nn.Sequential of one."""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super(LinearRegression_i1_o1, self).__init__()
        self.linear = nn.Sequential(nn.Linear(in_features=1, out_features=1))

    def forward(self, inputs):
        return self.linear(inputs)


net = LinearRegression_i1_o1()
# %% parameters
a, b = (parameter.item() for parameter in net.parameters())
