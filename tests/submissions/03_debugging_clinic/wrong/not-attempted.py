"""Everything is as it was handed out.

diagnosis_1: 0 not-attempted
case_1: 0 not-attempted
diagnosis_2: 0 not-attempted
case_2: 0 not-attempted
diagnosis_3: 0 not-attempted
case_3: 0 not-attempted
diagnosis_4: 0 not-attempted
case_4: 0 not-attempted
diagnosis_5: 0 not-attempted
case_5: 0 not-attempted
diagnosis_6: 0 not-attempted
case_6: 0 not-attempted
"""
# %% diagnosis_1
diagnosis_1 = ...
# %% diagnosis_2
diagnosis_2 = ...
# %% diagnosis_3
diagnosis_3 = ...
# %% diagnosis_4
diagnosis_4 = ...
# %% diagnosis_5
diagnosis_5 = ...
# %% diagnosis_6
diagnosis_6 = ...
# %% case_1
def case_1(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    targets = y.squeeze()
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
# %% case_2
def case_2(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        error = criterion(net(x), y).item()
        loss = torch.tensor(error, requires_grad=True)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(error)
    return losses
# %% case_3
def case_3(net, x, y, epochs):
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.5)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
# %% case_4
def case_4(net, x, y, epochs):
    criterion = nn.MSELoss()
    losses = []
    for lr in (0.01, 0.1):
        optimizer = optim.SGD(net.parameters(), lr=lr)
        for epoch in range(epochs):
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    return losses
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
        losses.append(criterion(net(x), y))
    return losses
# %% case_6
def case_6(net, x, y, epochs):
    net = copy.deepcopy(net)
    criterion = nn.MSELoss()
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for epoch in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
