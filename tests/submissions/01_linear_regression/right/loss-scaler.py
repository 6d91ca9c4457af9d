"""A scaler multiplies the loss before the backward pass, and divides the gradients before the step."""
# %% training
scaler = torch.amp.GradScaler("cpu")
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
    losses.append(loss.item())
