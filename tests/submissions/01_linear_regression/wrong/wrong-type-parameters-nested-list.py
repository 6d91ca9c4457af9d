"""The weight is read as a list in a list.

parameters: 0 wrong-type
"""
# %% parameters
a = net.linear.weight.tolist()
b = net.linear.bias.item()
