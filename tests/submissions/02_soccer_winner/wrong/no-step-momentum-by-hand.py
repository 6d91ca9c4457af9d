"""Momentum by hand, correctly, without the optimizer.

training: 3 no-step
"""
# %% training
losses = []
kept = [torch.zeros_like(p) for p in model.parameters()]
model.train()
for epoch in range(300):
    loss = criterion(model(X), y)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        for k, p in enumerate(model.parameters()):
            kept[k] = 0.9 * kept[k] + p.grad
            p -= 0.1 * kept[k]
    losses.append(loss.item())
