"""The gradients are cleared first thing in each epoch."""
# %% training
losses = []
model.train()
for epoch in range(50):
    optimizer.zero_grad()
    prediction = model(X)
    loss = criterion(prediction, y)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if (epoch + 1) % 10 == 0:
        print(f"Epoch {epoch + 1}/50, loss: {loss.item():.6f}")
