"""The optimizer gets its parameters as a list, and options that change nothing."""
# %% optimizer
optimizer = torch.optim.SGD(params=list(net.parameters()), lr=1 / 100, momentum=0, foreach=True, maximize=False)
