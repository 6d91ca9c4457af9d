"""The features are divided by their maximum, so that they end at 1.

training: 3 scale-differs
"""
# %% training
scaled = X / X.max(dim=0).values
losses = []
model.train()
for epoch in range(100):
    loss = criterion(model(scaled), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
