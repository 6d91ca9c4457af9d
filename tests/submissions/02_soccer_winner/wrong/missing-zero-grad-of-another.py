"""The loop clears the gradients of another optimizer.

training: 1 missing-zero-grad
"""
# %% training
losses = []
other = optim.Adam([torch.zeros(1, requires_grad=True)])
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    other.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
