"""The function trains a copy, "so as not to change the argument".

repair: 0 trained-a-copy
"""
# %% repair
import copy


def train_repaired(net, x, y, epochs):
    net = copy.deepcopy(net)
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
