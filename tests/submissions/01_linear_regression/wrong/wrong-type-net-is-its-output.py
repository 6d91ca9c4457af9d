"""The name `net` is used again for what the network gave.

optimizer: 0 wrong-type
training: 0 wrong-type
parameters: 0 wrong-type
"""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01)
net = net(x_data)
# %% parameters
a = 2.0
b = 1.0
