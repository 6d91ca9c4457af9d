"""Two linear layers, one after the other; the loop is right and reaches the loss.

model: 0 wrong-module
parameters: 0 wrong-module
convergence: 0 wrong-module
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)
        self.output = nn.Linear(1, 1)

    def forward(self, x):
        return self.output(self.linear(x))


torch.manual_seed(3)
net = LinearRegression_i1_o1()
# %% training
losses = []
for epoch in range(1000):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
