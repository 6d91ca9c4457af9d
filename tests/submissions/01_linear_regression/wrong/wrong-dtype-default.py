"""Every new tensor is float64, since PyTorch's default was changed; what follows is right.

data: 0 wrong-dtype wrong-dtype
"""
# %% data
torch.set_default_dtype(torch.float64)
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = 2 * x_data + 1
