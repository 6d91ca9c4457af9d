"""Stops after a fixed number of epochs, few enough, and keeps states in a list."""
# %% training
train_losses, val_losses, states = [], [], []
for epoch in range(80):
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        train_losses.append(loss.item())
        val_losses.append(criterion(model(X_val), y_val).item())
    states.append({key: value.clone() for key, value in model.state_dict().items()})
# %% stopping
best_epoch = torch.tensor(val_losses).argmin().item() + 1
model.load_state_dict(states[best_epoch - 1])
