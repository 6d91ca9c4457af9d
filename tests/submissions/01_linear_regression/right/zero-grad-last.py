"""The gradients are cleared after the step, for the next epoch."""
# %% training
losses = []
for epoch in range(100):
    outputs = net(x_data)
    loss = criterion(outputs, y_data)
    losses.append(float(loss))
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
    return losses
