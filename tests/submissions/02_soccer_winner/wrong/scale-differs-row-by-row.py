"""Row by row, each scaled to lie between 0 and 1.

training: 3 scale-differs
"""
# %% training
low, high = X.min(dim=0).values, X.max(dim=0).values
losses = []
for epoch in range(50):
    total = 0.0
    for features, target in zip(X, y):
        loss = criterion(model(((features - low) / (high - low)).unsqueeze(0)), target.unsqueeze(0))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    losses.append(total / len(X))
