"""Capital A and B instead of a and b.

parameters: 0 missing-name
"""
# %% parameters
A = net.linear.weight.item()
B = net.linear.bias.item()
