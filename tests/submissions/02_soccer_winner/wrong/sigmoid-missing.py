"""The model ends with the second Linear, and BCELoss refuses its outputs.

model: 0 sigmoid-missing
training: 0 sigmoid-missing
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1))
