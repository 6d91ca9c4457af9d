"""The list holds formatted text.

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
    losses.append(f'{loss.item():.4f}')
