"""The losses after each step are turned into numbers after the loop."""
# %% case_5
def case_5(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(criterion(net(x), y).detach())
    return torch.stack(losses).tolist()
