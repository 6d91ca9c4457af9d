"""The losses are a dictionary.

training: 4 losses-not-floats
"""
# %% training
losses = {}
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses[epoch] = loss.item()
