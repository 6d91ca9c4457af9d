"""The parameters are read as NumPy numbers."""
# %% parameters
a = net.linear.weight.detach().numpy()[0, 0]
b = net.linear.bias.data.numpy()[0]
