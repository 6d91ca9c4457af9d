"""Two networks are trained one after the other; the second stays."""
# %% training
for attempt in range(2):
    net = LinearRegression_i1_o1()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    losses = []
    for epoch in range(100):
        loss = criterion(net(x_data), y_data)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
