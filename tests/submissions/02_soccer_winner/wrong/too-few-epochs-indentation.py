"""Only the forward pass stands in the loop.

training: 3 too-few-epochs
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
losses.append(loss.item())
