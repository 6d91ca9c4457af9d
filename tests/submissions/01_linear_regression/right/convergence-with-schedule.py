"""A schedule begins with a larger rate and lowers it."""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.05)
schedule = optim.lr_scheduler.StepLR(long_optimizer, step_size=1000, gamma=0.5)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
    schedule.step()
