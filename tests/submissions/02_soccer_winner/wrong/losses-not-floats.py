"""The list holds the loss tensors with their graphs.

training: 4 losses-not-floats
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss)
