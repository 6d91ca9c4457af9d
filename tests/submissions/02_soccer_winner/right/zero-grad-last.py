"""The gradients are cleared at the end of each epoch."""
# %% training
losses = []
for i in range(60):
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=False)
    losses.append(float(loss))
    if i % 10 == 9: print(i + 1, losses[-1])
