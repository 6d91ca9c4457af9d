"""The copy is trained, and its numbers are copied over one by one."""
# %% case_6
def case_6(net, x, y, epochs):
    twin = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(twin.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(twin(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        for p, trained in zip(net.parameters(), twin.parameters()):
            p.copy_(trained)
    return losses
