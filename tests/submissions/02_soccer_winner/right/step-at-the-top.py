"""Each epoch begins with the step that uses the gradients of the epoch before."""
# %% training
losses = []
model.train()
for epoch in range(51):
    optimizer.step()
    loss = criterion(model(X), y)
    model.zero_grad()
    loss.backward()
    losses.append(loss.item())
