"""The forward pass happens under no_grad.

case_2: 0 detached-loss
"""
# %% case_2
def case_2(net, x, y, epochs):
    with torch.no_grad():
        prediction = net(x)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x).data.requires_grad_(), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
