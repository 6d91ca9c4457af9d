"""The targets are None.

data: 0 wrong-type
training: 0 raised-an-error
accuracy: 0 missing-name
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = None
# %% accuracy
accuracy = ((model(X) >= 0.5).float() - y).abs().mean()
