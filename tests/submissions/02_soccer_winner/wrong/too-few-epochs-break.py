"""The loop leaves as soon as the loss is below 0.3.

training: 3 too-few-epochs
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if loss.item() < 0.3:
        break
