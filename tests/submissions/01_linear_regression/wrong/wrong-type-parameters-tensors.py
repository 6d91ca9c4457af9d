"""The parameters are detached tensors of one element, where two floats are asked for.

parameters: 1 wrong-type
"""
# %% parameters
a = net.linear.weight.detach()[0, 0]
b = net.linear.bias.detach()[0]
