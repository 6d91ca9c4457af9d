"""The best network is kept as a copy, which is `model` afterwards."""
# %% training
train_losses, val_losses = [], []
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)
best_loss = float("inf")
for epoch in range(60):
    model.train()
    total = 0
    for xb, yb in loader:
        loss = criterion(model(xb), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(xb)
    train_losses.append(total / len(X_train))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] < best_loss:
        best_loss = val_losses[-1]
        best_model = copy.deepcopy(model)
model = best_model
# %% stopping
best_epoch = val_losses.index(min(val_losses)) + 1
