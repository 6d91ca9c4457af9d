"""Ten epochs instead of 50.

training: 3 too-few-epochs
"""
# %% training
losses = []
model.train()
for epoch in range(10):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
