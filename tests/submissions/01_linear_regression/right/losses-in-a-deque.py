"""The losses are collected in a deque."""
# %% training
from collections import deque

losses = deque()
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
