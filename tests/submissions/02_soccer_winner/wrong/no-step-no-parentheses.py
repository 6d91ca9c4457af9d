"""The parentheses of step are missing.

training: 1 no-step
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step
    losses.append(loss.item())
