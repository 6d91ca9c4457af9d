"""The losses are added up.

training: 4 losses-not-recorded
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    total = 0 if epoch == 0 else total
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    total += loss.item()
    losses.append(total)
