"""A network that ends with a LogSoftmax, and the loss that belongs to it."""
# %% model
model = nn.Sequential(nn.Linear(96, 40), nn.LeakyReLU(), nn.Linear(40, 10), nn.LogSoftmax(dim=1))
# %% criterion
criterion = nn.NLLLoss()
first_loss = 2.3
