"""The data are float64, and the model cannot take them.

data: 0 wrong-dtype wrong-dtype
training: 0 raised-an-error
"""
# %% data
X = torch.tensor([row[:2] for row in matches], dtype=torch.double)
y = torch.tensor([row[2:] for row in matches], dtype=torch.double)
