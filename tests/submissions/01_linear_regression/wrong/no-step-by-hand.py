"""The parameters are moved by hand, correctly, without the optimizer.

training: 3 no-step
"""
# %% training
losses = []
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for p in net.parameters():
            p -= 0.01 * p.grad
    losses.append(loss.item())
