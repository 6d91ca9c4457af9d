"""The step is missing.

training: 1 no-step
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
