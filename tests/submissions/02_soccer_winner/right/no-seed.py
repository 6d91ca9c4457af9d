"""No seed, and a model put together layer by layer."""
# %% model
model = nn.Sequential()
model.append(nn.Linear(2, 10))
model.append(nn.ReLU())
model.append(nn.Linear(10, 1))
model.append(nn.Sigmoid())
