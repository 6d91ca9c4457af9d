"""The losses are those of another network's run.

training: 4 losses-not-recorded
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

other = LinearRegression_i1_o1()
other_optimizer = optim.SGD(other.parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(other(x_data), y_data)
    other_optimizer.zero_grad()
    loss.backward()
    other_optimizer.step()
    losses.append(loss.item())
