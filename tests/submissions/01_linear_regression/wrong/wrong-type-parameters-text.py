"""The numbers are formatted as text.

parameters: 0 wrong-type
"""
# %% parameters
a = f"{net.linear.weight.item():.4f}"
b = f"{net.linear.bias.item():.4f}"
