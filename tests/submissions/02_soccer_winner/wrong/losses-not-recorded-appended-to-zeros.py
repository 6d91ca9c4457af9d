"""The losses come after 50 zeros.

training: 4 losses-not-recorded
"""
# %% training
losses = [0.0] * 50
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
