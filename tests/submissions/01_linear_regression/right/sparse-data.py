"""Sparse tensors that hold the right numbers.
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]]).to_sparse()
y_data = torch.tensor([[3.0], [5.0], [7.0]])
