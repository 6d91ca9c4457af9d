"""Momentum by hand, correctly, without the optimizer.

training: 3 no-step
"""
# %% training
losses = []
kept = [torch.zeros_like(p) for p in net.parameters()]
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    net.zero_grad()
    loss.backward()
    with torch.no_grad():
        for k, p in enumerate(net.parameters()):
            kept[k] = 0.9 * kept[k] + p.grad
            p -= 0.01 * kept[k]
    losses.append(loss.item())
