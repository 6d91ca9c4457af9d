"""Seeds are set in every cell that draws random numbers."""
# %% model
torch.manual_seed(42)


class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1()
# %% convergence
torch.manual_seed(42)
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(1500):
    long_optimizer.zero_grad()
    criterion(long_net(x_data), y_data).backward()
    long_optimizer.step()
