"""One row of three columns instead of three rows of one.

data: 0 wrong-shape wrong-shape
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
x_data = torch.tensor([[1.0, 2.0, 3.0]])
y_data = torch.tensor([[3.0, 5.0, 7.0]])
