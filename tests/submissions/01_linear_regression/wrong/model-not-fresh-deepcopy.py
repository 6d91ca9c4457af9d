"""`long_net` is a deep copy of the trained `net`, trained further.

convergence: 0 model-not-fresh
"""
# %% convergence
import copy

long_net = copy.deepcopy(net)
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
