"""One optimizer for the weight and one for the bias."""
# %% convergence
long_net = LinearRegression_i1_o1()
o1 = optim.SGD([long_net.linear.weight], lr=0.01)
o2 = optim.SGD([long_net.linear.bias], lr=0.01)
for epoch in range(2000):
    loss = criterion(long_net(x_data), y_data)
    o1.zero_grad()
    o2.zero_grad()
    loss.backward()
    o1.step()
    o2.step()
