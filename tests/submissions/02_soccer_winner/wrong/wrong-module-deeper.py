"""The model has a second hidden layer.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(
    nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid()
)
