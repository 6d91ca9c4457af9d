"""Two parameters of its own instead of a linear layer; everything else is right.

model: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, 1))
        self.bias = nn.Parameter(torch.randn(1))

    def forward(self, x):
        return x @ self.weight + self.bias


torch.manual_seed(0)
net = LinearRegression_i1_o1()
# %% training
losses = []
for epoch in range(1000):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% parameters
a = net.weight.item()
b = net.bias.item()
