"""The step comes before the backward pass, and ends in an error in the second epoch.

training: 1 step-before-backward
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    losses.append(loss.item())
