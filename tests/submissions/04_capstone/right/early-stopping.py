"""Stops when the validation loss has not fallen for 20 epochs, and restores the best state in the same cell."""
# %% training
train_losses, val_losses = [], []
best_loss, waited = float("inf"), 0
for epoch in range(1000):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_loss = criterion(model(X_val), y_val).item()
    val_losses.append(val_loss)
    if val_loss < best_loss:
        best_loss, waited, found_at = val_loss, 0, epoch
        best_state = copy.deepcopy(model.state_dict())
    else:
        waited += 1
        if waited == 20:
            break
model.load_state_dict(best_state)
# %% stopping
best_epoch = found_at + 1
