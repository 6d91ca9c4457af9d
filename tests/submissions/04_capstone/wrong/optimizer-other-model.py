"""The optimizer holds another network's parameters.

optimizer: 0 optimizer-other-model
training: 0 optimizer-other-model
predict: 0 accuracy-too-low
"""
# %% optimizer
optimizer = optim.Adam(nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1)).parameters(), lr=0.02)
