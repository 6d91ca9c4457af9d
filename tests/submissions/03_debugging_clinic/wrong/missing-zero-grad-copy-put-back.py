"""The copy is put back, and its gradients were never zeroed.

case_6: 0 missing-zero-grad
"""
# %% case_6
def case_6(net, x, y, epochs):
    twin = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(twin.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(twin(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    net.load_state_dict(twin.state_dict())
    return losses
