"""The data are left as lists.

data: 0 wrong-type wrong-type
training: 0 raised-an-error
accuracy: 0 missing-name
"""
# %% data
X = [row[:2] for row in matches]
y = [row[2:] for row in matches]
# %% training
losses = []
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
# %% accuracy
accuracy = ((model(X) >= 0.5) == y).float().mean().item()
