"""The backward pass is missing.

training: 1 no-backward
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    optimizer.step()
    losses.append(loss.item())
