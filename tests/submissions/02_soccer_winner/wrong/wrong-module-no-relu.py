"""There is no ReLU between the layers.

model: 0 wrong-module
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.Linear(10, 1), nn.Sigmoid())
