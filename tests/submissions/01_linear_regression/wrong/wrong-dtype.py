"""Whole numbers without a decimal point.

data: 0 wrong-dtype wrong-dtype
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
x_data = torch.tensor([[1], [2], [3]])
y_data = torch.tensor([[3], [5], [7]])
