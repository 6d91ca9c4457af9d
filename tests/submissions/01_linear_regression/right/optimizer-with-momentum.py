"""SGD with momentum: class, learning rate and parameters are those of the text."""
# %% optimizer
optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.5)
