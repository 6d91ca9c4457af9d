"""The losses are written into a NumPy array."""
# %% training
import numpy as np

losses = np.zeros(100)
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses[epoch] = loss.detach().numpy()
