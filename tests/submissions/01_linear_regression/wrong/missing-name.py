"""The names are written in another way than the exercise writes them.

data: 0 missing-name
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
X_data = torch.tensor([[1.0], [2.0], [3.0]])
Y_data = 2 * X_data + 1
