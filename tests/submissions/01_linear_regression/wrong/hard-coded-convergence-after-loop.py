"""A hundred honest epochs, and then the weights are set to the answer.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
long_optimizer = optim.SGD(long_net.parameters(), lr=0.01)
for epoch in range(100):
    loss = criterion(long_net(x_data), y_data)
    long_optimizer.zero_grad()
    loss.backward()
    long_optimizer.step()
with torch.no_grad():
    long_net.linear.weight.copy_(torch.tensor([[2.0]]))
    long_net.linear.bias.copy_(torch.tensor([1.0]))
