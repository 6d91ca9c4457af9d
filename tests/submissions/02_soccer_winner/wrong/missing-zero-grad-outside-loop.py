"""The gradients are cleared once, before the loop.

training: 1 missing-zero-grad
"""
# %% training
losses = []
optimizer.zero_grad()
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
