"""The gradients are never cleared.

training: 1 missing-zero-grad
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
