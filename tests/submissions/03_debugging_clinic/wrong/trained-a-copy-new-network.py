"""A new network is trained, which begins with the same parameters.

case_6: 0 trained-a-copy
"""
# %% case_6
def case_6(net, x, y, epochs):
    twin = nn.Linear(1, 1)
    twin.load_state_dict(net.state_dict())
    criterion = nn.MSELoss()
    optimizer = optim.SGD(twin.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(twin(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
