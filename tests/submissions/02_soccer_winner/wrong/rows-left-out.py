"""The last match is never trained on.

training: 3 rows-left-out
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X[:-1]), y[:-1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
