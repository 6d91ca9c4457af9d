"""A DataLoader for both parts, losses weighted by the size of the batch."""
# %% training
train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=50, shuffle=True)
val_loader = DataLoader(TensorDataset(X_val, y_val), batch_size=50)
train_losses, val_losses = [], []
best = float("inf")
for epoch in range(60):
    model.train()
    total = 0.0
    for batch_X, batch_y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(batch_X), batch_y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch_X)
    train_losses.append(total / len(X_train))
    model.eval()
    total = 0.0
    with torch.no_grad():
        for batch_X, batch_y in val_loader:
            total += criterion(model(batch_X), batch_y).item() * len(batch_X)
    val_losses.append(total / len(X_val))
    if val_losses[-1] < best:
        best = val_losses[-1]
        best_state = {key: value.clone() for key, value in model.state_dict().items()}
