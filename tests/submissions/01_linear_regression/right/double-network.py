"""A network of float64, trained on data of float64.
"""
# %% model
class LinearRegression_i1_o1(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(1, 1)

    def forward(self, x):
        return self.linear(x)


net = LinearRegression_i1_o1().double()
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data.double()), y_data.double())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
