"""Only the slope is read.

parameters: 0 not-attempted
"""
# %% parameters
a = net.linear.weight.item()
b = ...
