"""The loss judges the answers yes and no, which have no gradient.

training: 0 detached-loss
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    prediction = (model(X) > 0.5).float()
    loss = criterion(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
