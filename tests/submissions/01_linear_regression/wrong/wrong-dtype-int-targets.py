"""Only the targets are whole numbers; torch converts them while it trains.

data: 0 wrong-dtype
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = torch.tensor([[3], [5], [7]])
