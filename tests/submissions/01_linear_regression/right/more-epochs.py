"""A thousand epochs, and progress printed now and then."""
# %% training
epochs = 1000
losses = []
for epoch in range(1, epochs + 1):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    if epoch % 100 == 0:
        print(f"epoch {epoch}: loss {loss.item():.6f}")
