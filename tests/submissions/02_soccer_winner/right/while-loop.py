"""A while loop ends when the loss is low enough and 50 epochs are over."""
# %% training
losses = []
epoch = 0
model.train()
while epoch < 50 or losses[-1] > 0.01:
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    epoch += 1
    if epoch > 5000:
        break
