"""The loop ends when the loss first grows.

case_3: 0 too-few-epochs
"""
# %% case_3
def case_3(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.05)
    losses = []
    for epoch in range(epochs // 4):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
