"""The features stand in rows, the matches in columns.

data: 0 wrong-shape
training: 0 raised-an-error
"""
# %% data
X = torch.tensor([[row[0] for row in matches], [row[1] for row in matches]])
y = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
