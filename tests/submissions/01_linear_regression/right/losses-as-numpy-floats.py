"""The losses are numbers of NumPy's."""
# %% training
import numpy as np

losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(np.float32(loss.item()))
