"""The loop trains on standardised features, `model` and its checks have the others.

training: 3 scale-differs
"""
# %% training
scaled = (X - X.mean(0)) / X.std(0)
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(scaled), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
