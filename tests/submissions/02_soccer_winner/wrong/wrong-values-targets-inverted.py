"""A 1 stands for a match that was not won.

data: 0 wrong-values
training: 3 loss-too-high
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = torch.tensor([[1.0 - row[2]] for row in matches])
