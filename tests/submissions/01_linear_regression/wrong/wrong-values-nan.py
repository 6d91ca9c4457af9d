"""One target is not a number, and soon nothing is.

data: 0 wrong-values
training: 3 loss-too-high
parameters: 0 not-converged
convergence: 0 not-converged
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = torch.tensor([[3.0], [5.0], [float("nan")]])
