"""The loss is divided by 4, so the learning rate is in effect a quarter of what it was."""
# %% case_3
def case_3(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.5)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y) / 4
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item() * 4)
    return losses
