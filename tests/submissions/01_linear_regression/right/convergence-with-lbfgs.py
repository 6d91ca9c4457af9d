"""L-BFGS, which calls its closure several times a step."""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.LBFGS(long_net.parameters(), line_search_fn="strong_wolfe")


def closure():
    long_optimizer.zero_grad()
    loss = criterion(long_net(x_data), y_data)
    loss.backward()
    return loss


for epoch in range(20):
    long_optimizer.step(closure)
