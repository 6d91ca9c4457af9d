"""A new network is made, but the loop goes on training the old one.

convergence: 0 trained-a-copy
"""
# %% convergence
long_net = LinearRegression_i1_o1()
for epoch in range(1000):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
