"""The data are NumPy arrays, which the loop turns into tensors.

data: 0 wrong-type wrong-type
"""
# %% data
import numpy as np

X = np.array([row[:2] for row in matches])
y = np.array([row[2:] for row in matches])
# %% training
losses = []
for epoch in range(50):
    loss = criterion(model(torch.Tensor(X)), torch.Tensor(y))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% accuracy
accuracy = ((model(X_season).detach().numpy() >= 0.5) == y_season.numpy()).mean()
