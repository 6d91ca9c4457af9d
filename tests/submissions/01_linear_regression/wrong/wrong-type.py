"""Plain lists instead of tensors.

data: 0 wrong-type wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
x_data = [[1.0], [2.0], [3.0]]
y_data = [[3.0], [5.0], [7.0]]
