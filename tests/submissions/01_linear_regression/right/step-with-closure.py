"""The step is given a closure that computes the loss."""
# %% training
def closure():
    optimizer.zero_grad()
    loss = criterion(net(x_data), y_data)
    loss.backward()
    return loss


losses = [optimizer.step(closure).item() for epoch in range(100)]
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)

    def closure():
        optimizer.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(epochs)]
