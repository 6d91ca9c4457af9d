"""`long_net` is the list of losses of a long run.

convergence: 0 wrong-type
"""
# %% convergence
fresh = LinearRegression_i1_o1()
long_optimizer = optim.SGD(fresh.parameters(), lr=0.01)
long_net = []
for epoch in range(1000):
    loss = criterion(fresh(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
    long_net.append(loss.item())
