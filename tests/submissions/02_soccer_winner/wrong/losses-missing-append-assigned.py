"""What append() returns, None, is put into the list's name.

training: 4 losses-missing
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
losses = losses.append(loss.item())
