"""A network is made in each epoch, and the optimizer holds the first.

training: 0 optimizer-other-model
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100):
    net = LinearRegression_i1_o1()
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
