"""The name stands for the losses of one call, not for the function.

repair: 0 wrong-type
"""
# %% repair
def train_repaired(net, x, y, epochs):
    criterion = nn.MSELoss(reduction="sum")
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


train_repaired = train_repaired(LinearRegression_i1_o1(), x_data, y_data, 5)
