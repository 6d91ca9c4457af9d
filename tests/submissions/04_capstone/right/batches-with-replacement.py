"""Each epoch is one batch, drawn with replacement."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    chosen = torch.randint(len(X_train), (64,))
    loss = criterion(model(X_train[chosen]), y_train[chosen])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
