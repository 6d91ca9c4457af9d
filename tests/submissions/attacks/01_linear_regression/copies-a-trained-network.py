"""The long run is that of another network, whose parameters were copied: a true run, as of a best copy."""
# %% convergence
import copy

other = LinearRegression_i1_o1()
long_optimizer = optim.SGD(other.parameters(), lr=0.01, momentum=0.9)
for epoch in range(500):
    loss = criterion(other(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
long_net = LinearRegression_i1_o1()
long_net.load_state_dict(copy.deepcopy(other.state_dict()))
