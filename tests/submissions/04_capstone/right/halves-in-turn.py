"""One half of the training rows in one epoch, the other half in the next."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    half = slice(0, 240) if epoch % 2 else slice(240, 480)
    loss = criterion(model(X_train[half]), y_train[half])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
