"""The error under no_grad was silenced with requires_grad.

training: 1 detached-loss
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    with torch.no_grad():
        loss = criterion(model(X), y)
    loss.requires_grad = True
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
