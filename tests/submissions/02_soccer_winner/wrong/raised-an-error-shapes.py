"""The predictions are flat and the targets are not, which BCELoss refuses.

training: 0 raised-an-error
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X).squeeze(), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
