"""The targets are whole numbers.

data: 0 wrong-dtype
training: 0 raised-an-error
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = torch.tensor([row[2:] for row in matches])
