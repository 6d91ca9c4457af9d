"""The last loss is repeated 50 times.

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
losses = [loss.item()] * 50
