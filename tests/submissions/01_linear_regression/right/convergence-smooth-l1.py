"""Another loss of the same data, with the same minimum."""
# %% convergence
long_net = LinearRegression_i1_o1()
opt = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(3000):
    pred = long_net(x_data)
    loss = nn.SmoothL1Loss()(pred, y_data) * 3
    opt.zero_grad()
    loss.backward()
    opt.step()
