"""Backward pass and step stand after the loop over the rows, so that only the last row counts.

training: 1 rows-left-out
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    for i in range(3):
        loss = criterion(net(x_data[i : i + 1]), y_data[i : i + 1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
