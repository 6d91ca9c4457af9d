"""The new network is trained with the old one's optimizer.

convergence: 0 optimizer-other-model
"""
# %% convergence
long_net = LinearRegression_i1_o1()
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
