"""One feature is not a number, and so is every loss.

data: 0 wrong-values
training: 3 loss-too-high
"""
# %% data
X = torch.tensor([row[:2] for row in matches])
X[4, 1] = float("nan")
y = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
# %% training
losses = []
for epoch in range(50):
    p = model(X)
    loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
