"""One of the 24 features was copied wrong; the training on them is right.

data: 0 wrong-values
"""
# %% data
X = torch.tensor([
    [3.0, 0.5], [1.0, 1.0], [0.5, 2.0], [2.0, 1.5], [3.0, 3.0], [2.0, 2.5],
    [1.5, 1.0], [0.5, 0.5], [2.5, 0.8], [2.1, 2.0], [1.2, 0.5], [0.7, 1.5],
])
y = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
