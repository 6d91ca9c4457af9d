"""Validation in batches, the mean of unequal batches taken."""
# %% training
train_loader = DataLoader(TensorDataset(X_train, y_train), batch_size=64, shuffle=True)
val_loader = DataLoader(TensorDataset(X_val, y_val), batch_size=64)
train_losses, val_losses = [], []
for epoch in range(50):
    model.train()
    running = []
    for batch_X, batch_y in train_loader:
        loss = criterion(model(batch_X), batch_y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running.append(loss.item())
    train_losses.append(sum(running) / len(running))
    model.eval()
    with torch.no_grad():
        running = [criterion(model(batch_X), batch_y).item() for batch_X, batch_y in val_loader]
    val_losses.append(sum(running) / len(running))
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% stopping
best_epoch = val_losses.index(min(val_losses)) + 1
model.load_state_dict(best_state)
