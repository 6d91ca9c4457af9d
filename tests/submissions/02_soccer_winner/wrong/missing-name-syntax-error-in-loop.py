"""A colon is missing in the loop's cell, so that nothing of it ran.

training: 0 missing-name
"""
# %% training
losses = []
for epoch in range(50)
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
