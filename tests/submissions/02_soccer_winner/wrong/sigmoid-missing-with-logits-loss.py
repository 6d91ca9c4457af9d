"""The model gives scores and the loss makes probabilities of them: it trains well, but it is not what was asked for.

model: 0 sigmoid-missing
criterion: 0 sigmoid-twice
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1))
# %% criterion
criterion = nn.BCEWithLogitsLoss()
