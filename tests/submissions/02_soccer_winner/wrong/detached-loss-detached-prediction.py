"""The prediction is detached.

training: 1 detached-loss
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    prediction = model(X).detach().requires_grad_()
    loss = criterion(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
