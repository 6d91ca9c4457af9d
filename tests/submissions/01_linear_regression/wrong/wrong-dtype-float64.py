"""Tensors made from NumPy arrays of float64.

data: 0 wrong-dtype wrong-dtype
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
import numpy as np

x_data = torch.from_numpy(np.array([[1.0], [2.0], [3.0]]))
y_data = 2 * x_data + 1
