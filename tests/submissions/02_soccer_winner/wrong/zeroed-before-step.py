"""The gradients are cleared after the backward pass.

training: 1 zeroed-before-step
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    losses.append(loss.item())
