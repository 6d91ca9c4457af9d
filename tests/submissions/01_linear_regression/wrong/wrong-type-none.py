"""The targets are what `print` returns: None.

data: 0 wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = print(2 * x_data + 1)
