"""Validation is measured between the loss and the step, with the state of that moment kept."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    prediction = model(X_train)
    loss = criterion(prediction, y_train)
    val_loss = criterion(model(X_val), y_val)
    train_losses.append(loss.item())
    val_losses.append(val_loss.item())
    if val_loss.item() == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
