"""The loop makes another optimizer, with a tiny learning rate.

training: 3 learning-rate-too-low
"""
# %% training
losses = []
optimizer = optim.Adam(model.parameters(), lr=1e-4)
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
