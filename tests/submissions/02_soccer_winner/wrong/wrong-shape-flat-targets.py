"""The targets are one row of twelve numbers.

data: 0 wrong-shape
training: 0 raised-an-error
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = torch.tensor([row[2] for row in matches], dtype=torch.float32)
