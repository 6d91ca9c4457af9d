"""The weight of the copy is put back, its bias is not.

case_6: 0 trained-a-copy
"""
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
        net.weight.copy_(twin.weight)
    return losses
