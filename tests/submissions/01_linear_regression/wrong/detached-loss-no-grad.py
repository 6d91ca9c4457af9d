"""The forward pass stands under `no_grad`, so that backward stops with an error.

training: 0 detached-loss
parameters: 0 no-step
"""
# %% training
losses = []
for epoch in range(100):
    with torch.no_grad():
        loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
