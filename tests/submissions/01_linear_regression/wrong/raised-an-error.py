"""The constructor wants the sizes as arguments, which the class's name promises already.

model: 0 raised-an-error
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.linear = nn.Linear(in_features, out_features)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1(1, 1)
# %% convergence
long_net = LinearRegression_i1_o1(1, 1)
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    criterion(long_net(x_data), y_data).backward()
    long_optimizer.step()
