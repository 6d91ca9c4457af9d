"""NumPy arrays that never became tensors.

data: 0 wrong-type wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% data
import numpy as np

x_data = np.array([[1], [2], [3]], dtype=np.float32)
y_data = 2 * x_data + 1
