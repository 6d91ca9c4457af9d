"""The network clears its gradients itself, filling them with zeros."""
# %% training
losses = []
net.train()
for epoch in range(100):
    net.zero_grad(set_to_none=False)
    loss = criterion(net(x_data), y_data)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        net.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
