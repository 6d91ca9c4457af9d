"""The loss is computed again after the step and recorded then, not that of the epoch's own forward pass.

training: 4 losses-not-recorded
"""
# %% training
losses = []
for epoch in range(100):
    optimizer.zero_grad()
    criterion(net(x_data), y_data).backward()
    optimizer.step()
    with torch.no_grad():
        losses.append(criterion(net(x_data), y_data).item())
