"""Targets of shape (12,) go through a formula by hand, and every prediction is paired with every target.

data: 0 wrong-shape
training: 1 broadcast-target
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
y = torch.tensor([row[2] for row in matches]).float()
# %% criterion
def criterion(p, t):
    return -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()
