"""Slope and intercept are swapped.

parameters: 0 wrong-values
"""
# %% parameters
a = net.linear.bias.item()
b = net.linear.weight.item()
