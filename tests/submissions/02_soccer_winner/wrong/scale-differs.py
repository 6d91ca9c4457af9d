"""The model is trained on standardised features, and handed the others as they are.

training: 3 scale-differs
"""
# %% training
Xs = (X - X.mean(0)) / X.std(0)
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(Xs), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
