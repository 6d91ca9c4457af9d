"""The loss judges rounded probabilities, whose gradient is 0 everywhere.

training: 1 detached-loss
"""
# %% training
losses = []
model.train()
for epoch in range(50):
    prediction = torch.round(model(X))
    loss = criterion(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
