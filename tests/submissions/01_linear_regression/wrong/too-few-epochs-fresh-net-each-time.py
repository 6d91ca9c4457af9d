"""A new network and optimizer in every epoch: each is trained for one.

training: 2 too-few-epochs
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    net = LinearRegression_i1_o1()
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
