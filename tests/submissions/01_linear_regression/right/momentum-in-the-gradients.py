"""Momentum, written into the gradients between the backward pass and the step."""
# %% training
losses = []
kept = [torch.zeros_like(p) for p in net.parameters()]
for epoch in range(100):
    loss = criterion(net(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    for k, p in enumerate(net.parameters()):
        kept[k] = 0.5 * kept[k] + p.grad
        p.grad = kept[k].clone()
    optimizer.step()
    losses.append(loss.item())
