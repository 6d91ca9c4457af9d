"""The losses are a hundred times too large.

training: 4 losses-not-recorded
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(100 * loss.item())
