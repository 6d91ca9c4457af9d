"""A softmax over one output is always 1.

model: 0 wrong-module
training: 3 loss-too-high
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Softmax(dim=1))
