"""The loop applies another sigmoid to the model's probabilities.

training: 3 sigmoid-twice
"""
# %% training
losses = []
for epoch in range(50):
    prediction = torch.sigmoid(model(X))
    loss = criterion(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
