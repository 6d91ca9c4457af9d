"""The learning rate is a tensor, the parameters come with their names."""
# %% optimizer
optimizer = optim.SGD(net.named_parameters(), lr=torch.tensor(0.01))
