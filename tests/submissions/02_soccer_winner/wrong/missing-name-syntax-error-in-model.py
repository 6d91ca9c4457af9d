"""A bracket is missing in the model's cell, so that nothing of it ran.

model: 0 missing-name
optimizer: 0 missing-name
training: 0 missing-name
accuracy: 0 missing-name
win_probability: 0 missing-name
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid()
