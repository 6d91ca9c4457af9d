"""A penalty on the weights is sent backward after the loss."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    penalty = 1e-4 * sum((p**2).sum() for p in model.parameters())
    penalty.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
