"""The data are left as lists.

data: 0 wrong-type wrong-type
training: 0 raised-an-error
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
