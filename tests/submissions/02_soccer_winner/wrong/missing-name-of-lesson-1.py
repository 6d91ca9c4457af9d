"""The data have the names of lesson 1.

data: 0 missing-name
"""
# %% data
x_data = torch.tensor([row[:2] for row in matches])
y_data = torch.tensor([row[2:] for row in matches], dtype=torch.float32)
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(x_data), y_data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% accuracy
accuracy = ((model(X_season) >= 0.5) == y_season).float().mean().item()
