"""The loop computes losses and does nothing with them.

training: 1 no-backward
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    losses.append(loss.item())
