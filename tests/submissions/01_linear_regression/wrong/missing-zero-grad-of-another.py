"""The gradients of another optimizer are cleared.

training: 1 missing-zero-grad
parameters: 0 not-converged
"""
# %% training
other = optim.SGD(LinearRegression_i1_o1().parameters(), lr=0.01)
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    other.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
