"""`item` lacks its parentheses.

parameters: 0 wrong-type
"""
# %% parameters
a = net.linear.weight.item
b = net.linear.bias.item
