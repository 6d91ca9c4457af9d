"""The digit 0 in the class's name instead of the letter o.

model: 0 missing-name
"""
# %% model
class LinearRegression_i1_01(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_01()
# %% convergence
long_net = LinearRegression_i1_01()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    criterion(long_net(x_data), y_data).backward()
    long_optimizer.step()
