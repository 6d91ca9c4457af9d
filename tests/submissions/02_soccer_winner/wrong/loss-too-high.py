"""The loop makes another optimizer, SGD, which is too slow here.

training: 3 loss-too-high
"""
# %% training
losses = []
optimizer = optim.SGD(model.parameters(), lr=0.1)
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
