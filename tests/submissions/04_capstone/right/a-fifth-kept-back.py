"""A fifth of the training rows is kept back for a test of one's own."""
# %% training
fit_X, fit_y = X_train[:384], y_train[:384]
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(fit_X), fit_y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
