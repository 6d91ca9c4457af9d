"""Only the first half of the matches is trained on.

training: 1 rows-left-out
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X[:6]), y[:6])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
