"""The step stands after the loop, so that 49 of 50 gradients are thrown away.

training: 3 too-few-epochs
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
optimizer.step()
