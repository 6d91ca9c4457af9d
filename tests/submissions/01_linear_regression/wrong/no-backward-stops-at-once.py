"""The condition is turned round: the loop ends when the loss is above 1e-6.

convergence: 0 no-backward
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    if loss.item() > 1e-6:
        break
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
