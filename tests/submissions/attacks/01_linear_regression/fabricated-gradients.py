"""Gradients are written into `.grad` by hand, such that each step of a true optimizer jumps toward the solution.

convergence: 0 *
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(60):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    for parameter, solution in zip(long_net.parameters(), (2.0, 1.0)):
        parameter.grad = (parameter.detach() - solution) * 50
    long_optimizer.step()
