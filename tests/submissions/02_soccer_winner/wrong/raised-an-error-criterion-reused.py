"""The loop gives the loss the criterion's name, which fails in the second epoch.

training: 3 raised-an-error
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    criterion = criterion(model(X), y)
    optimizer.zero_grad()
    criterion.backward()
    optimizer.step()
    losses.append(criterion.item())
