"""The forward pass stands under no_grad, and backward() stops with an error.

training: 0 detached-loss
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    with torch.no_grad():
        loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
