"""Training rows measured in eval mode after each epoch."""
# %% training
train_losses, val_losses = [], []
for epoch in range(180):
    model.train()
    optimizer.zero_grad()
    criterion(model(X_train), y_train).backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        train_losses.append(float(criterion(model(X_train), y_train)))
        val_losses.append(float(criterion(model(X_val), y_val)))
    if val_losses[-1] <= min(val_losses):
        best_state = {key: value.detach().clone() for key, value in model.state_dict().items()}
