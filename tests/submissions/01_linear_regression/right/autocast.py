"""The forward pass and the loss run under autocast."""
# %% training
losses = []
for epoch in range(100):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
