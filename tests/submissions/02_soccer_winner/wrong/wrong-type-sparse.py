"""The features are a sparse tensor.

data: 0 wrong-type
"""
# %% data
X = torch.tensor([row[:2] for row in matches]).to_sparse()
y = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
