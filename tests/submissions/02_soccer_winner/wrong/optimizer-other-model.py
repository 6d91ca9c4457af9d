"""The optimizer holds the parameters of a second model.

optimizer: 0 optimizer-other-model
training: 1 optimizer-other-model
"""
# %% optimizer
optimizer = optim.Adam(nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid()).parameters(), lr=0.1)
