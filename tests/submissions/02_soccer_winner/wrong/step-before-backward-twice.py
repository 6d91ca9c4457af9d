"""The step stands there twice, once after the backward pass and once more before the next.

training: 3 step-before-backward
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    optimizer.step()
    losses.append(loss.item())
