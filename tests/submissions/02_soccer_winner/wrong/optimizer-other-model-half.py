"""The optimizer holds the first layer only, which is enough here after 400 epochs.

optimizer: 0 optimizer-other-model
"""
# %% optimizer
optimizer = optim.Adam(model[0].parameters(), lr=0.1)
# %% training
losses = []
for epoch in range(400):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
