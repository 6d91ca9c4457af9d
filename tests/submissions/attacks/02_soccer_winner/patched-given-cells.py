"""Names that locked cells define are changed: the matches, `new_model`, the seed.

data: 0 *
others: any
"""
# %% data
matches[:] = [[3.0, 0.5, 1]] * 12
torch.manual_seed = lambda seed: None
X = torch.tensor([row[:2] for row in matches])
y = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
