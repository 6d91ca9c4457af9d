"""The function uses the notebook's own optimizer, which holds another network.

repair: 0 optimizer-other-model
"""
# %% repair
def train_repaired(net, x, y, epochs):
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
