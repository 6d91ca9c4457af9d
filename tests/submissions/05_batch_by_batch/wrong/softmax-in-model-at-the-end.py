"""The network ends with a softmax.

model: 0 softmax-in-model
"""
# %% model
model = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10), nn.Softmax(dim=1))
