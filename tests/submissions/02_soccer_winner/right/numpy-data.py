"""The data come from NumPy arrays that were cast to float32."""
# %% data
import numpy as np

table = np.array(matches)
X = torch.from_numpy(table[:, :2].astype(np.float32))
y = torch.from_numpy(table[:, 2]).float().reshape(-1, 1)
# %% accuracy
probabilities = model(X_season).detach().numpy()
accuracy = np.mean((probabilities > 0.5) == (y_season.numpy() == 1))
# %% bce_by_hand
bce_by_hand = -np.log(0.8)
