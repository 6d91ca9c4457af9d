"""The data keep NumPy's float64, and the loop casts them.

data: 0 wrong-dtype wrong-dtype
"""
# %% data
import numpy as np

table = np.array(matches)
X = torch.from_numpy(table[:, :2])
y = torch.from_numpy(table[:, 2:])
# %% training
losses = []
for epoch in range(50):
    loss = criterion(model(X.float()), y.float())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% accuracy
accuracy = ((model(X_season.float()) >= 0.5) == (y_season == 1)).float().mean().item()
