"""The gradients are read instead of the values.

parameters: 0 wrong-values
"""
# %% parameters
a = net.linear.weight.grad.item()
b = net.linear.bias.grad.item()
