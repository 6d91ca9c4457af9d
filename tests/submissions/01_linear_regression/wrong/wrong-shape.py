"""The targets are one row of numbers, shape (3,), and spread against the predictions.

data: 0 wrong-shape
training: 1 broadcast-target
parameters: 0 not-converged
convergence: 0 broadcast-target
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = torch.tensor([3.0, 5.0, 7.0])
