"""A sparse tensor that holds the right numbers; a line's layer happens to take it.

data: 0 wrong-type
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]]).to_sparse()
y_data = torch.tensor([[3.0], [5.0], [7.0]])
