"""The data are float64, and the model cannot take them.

data: 0 wrong-dtype wrong-dtype
training: 0 raised-an-error
accuracy: 0 missing-name
"""
# %% data
X = torch.tensor([row[:2] for row in matches], dtype=torch.double)
y = torch.tensor([row[2:] for row in matches], dtype=torch.double)
# %% accuracy
predictions = model(X) >= 0.5
accuracy = (predictions == (y == 1)).float().mean().item()
