"""A smoothed loss is sent backward, nine parts of which are of earlier epochs.

training: 3 backward-twice
"""
# %% training
losses = []
smooth = 0
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    smooth = 0.9 * smooth + 0.1 * loss
    optimizer.zero_grad()
    smooth.backward(retain_graph=True)
    optimizer.step()
    losses.append(loss.item())
