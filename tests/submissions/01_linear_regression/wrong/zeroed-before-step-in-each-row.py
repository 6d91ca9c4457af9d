"""`zero_grad` stands in the loop over the rows, and the step after it, so that only the last row counts.

training: 1 zeroed-before-step
parameters: 0 not-converged
"""
# %% training
losses = []
for epoch in range(100):
    for xi, yi in zip(x_data, y_data):
        loss = criterion(net(xi), yi)
        optimizer.zero_grad()
        loss.backward()
    optimizer.step()
    losses.append(loss.item())
