"""Each epoch makes an optimizer of its own.

training: 1 optimizer-made-anew
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
