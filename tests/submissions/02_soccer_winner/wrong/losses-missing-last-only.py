"""The list is made anew in every epoch, so that it holds the last loss only.

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
    losses = []
    losses.append(loss.item())
