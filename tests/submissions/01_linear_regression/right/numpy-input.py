"""The data come from NumPy, converted to float32."""
# %% data
import numpy as np

points = np.array([1, 2, 3]).reshape(-1, 1)
x_data = torch.from_numpy(points.astype(np.float32))
y_data = torch.from_numpy((2 * points + 1).astype("float32"))
# %% loss_by_hand
loss_by_hand = np.sum((np.array([1, 2, 3]) - np.array([3, 5, 7])) ** 2)
