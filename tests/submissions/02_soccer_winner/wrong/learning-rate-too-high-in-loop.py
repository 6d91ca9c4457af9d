"""The loop makes another optimizer, with learning rate 1.

training: 3 learning-rate-too-high
"""
# %% training
optimizer = optim.Adam(model.parameters(), lr=1)
losses = []
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
