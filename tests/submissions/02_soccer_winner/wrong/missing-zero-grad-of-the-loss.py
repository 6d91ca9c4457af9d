"""The loop clears the gradient of the loss, which has none.

training: 1 missing-zero-grad
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    loss.grad = None
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
