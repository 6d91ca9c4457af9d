"""The old network's optimizer again; its gradients are cleared at the end of each epoch.

convergence: 0 optimizer-other-model
"""
# %% convergence
long_net = LinearRegression_i1_o1()
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
