"""The predictions are made flat as the targets are."""
# %% case_1
def case_1(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.squeeze()
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x).squeeze(), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
