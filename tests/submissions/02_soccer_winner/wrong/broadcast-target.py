"""A formula by hand pairs every prediction with every target, since the loop flattens the targets.

training: 1 broadcast-target
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    p = model(X)
    t = y.flatten()
    loss = -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
