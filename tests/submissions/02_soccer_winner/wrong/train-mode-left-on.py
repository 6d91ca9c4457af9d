"""Dropout between the layers, never switched off.

model: 0 wrong-module
training: 3 wrong-module
win_probability: 0 train-mode-left-on
"""
# %% model
torch.manual_seed(18)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Dropout(0.5), nn.Linear(10, 1), nn.Sigmoid())
# %% accuracy
with torch.no_grad():
    accuracy = ((model(X_season) >= 0.5) == (y_season == 1)).float().mean().item()
