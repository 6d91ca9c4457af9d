"""The targets lie on y = 2x - 1; the loop itself is right.

data: 0 wrong-values
training: 3 loss-too-high
parameters: 0 not-converged
convergence: 0 not-converged
"""
# %% data
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = 2 * x_data - 1
