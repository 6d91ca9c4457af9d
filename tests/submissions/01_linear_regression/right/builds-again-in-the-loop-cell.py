"""The cell of the loop makes a new network and optimizer, so that it can be run again."""
# %% training
net = LinearRegression_i1_o1()
criterion = nn.MSELoss(reduction="sum")
optimizer = optim.SGD(net.parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
