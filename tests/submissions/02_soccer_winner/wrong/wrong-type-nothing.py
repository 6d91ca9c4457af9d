"""The targets are None.

data: 0 wrong-type
training: 0 raised-an-error
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = None
