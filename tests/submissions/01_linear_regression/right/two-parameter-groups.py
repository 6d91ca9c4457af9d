"""The optimizer has a group for the bias and one for the weight."""
# %% optimizer
optimizer = optim.SGD([{"params": [net.linear.bias]}, {"params": [net.linear.weight], "lr": 0.01}], lr=1e-2)
