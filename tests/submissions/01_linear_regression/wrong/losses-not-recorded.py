"""The losses are made up after the run.

training: 4 losses-not-recorded
"""
# %% training
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

losses = [42.0 * 0.9**epoch for epoch in range(100)]
