"""The step comes right after the gradients were cleared.

training: 1 step-before-backward
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    optimizer.step()
    loss.backward()
    losses.append(loss.item())
