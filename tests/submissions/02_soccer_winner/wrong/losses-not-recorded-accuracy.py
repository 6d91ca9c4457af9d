"""The list holds the accuracy of each epoch.

training: 4 losses-not-recorded
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    p = model(X)
    loss = criterion(p, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(((p >= 0.5) == y).float().mean().item())
