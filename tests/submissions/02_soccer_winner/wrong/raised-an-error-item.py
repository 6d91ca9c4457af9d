"""The loss is a Python number when backward() is called.

training: 0 raised-an-error
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y).item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss)
