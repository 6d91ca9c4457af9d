"""The gradients are cleared every tenth epoch only.

training: 1 missing-zero-grad
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    if epoch % 10 == 0:
        optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
