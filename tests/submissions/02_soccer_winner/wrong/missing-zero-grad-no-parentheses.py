"""The parentheses of zero_grad are missing.

training: 1 missing-zero-grad
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
