"""The parameters are read as detached tensors of one element."""
# %% parameters
a = net.linear.weight.detach()[0, 0]
b = net.linear.bias.detach()[0]
