"""Fifty honest steps by hand, and then the answer.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
for epoch in range(50):
    loss = criterion(long_net(x_data), y_data)
    long_net.zero_grad()
    loss.backward()
    for p in long_net.parameters(): p.data -= 0.01*p.grad
long_net.linear.weight.data.fill_(2.0)
long_net.linear.bias.data.fill_(1.0)
