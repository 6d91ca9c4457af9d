"""The validation loss keeps a graph that nothing is sent through."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    model.eval()
    vl = criterion(model(X_val), y_val)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
