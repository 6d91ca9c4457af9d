"""A colon is missing after `for`, so that the cell of the loop never runs.

training: 0 missing-name
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100)
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
