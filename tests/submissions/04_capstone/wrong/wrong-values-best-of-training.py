"""The epoch with the lowest training loss.

stopping: 0 wrong-values not-best-state
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(400):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if train_losses[-1] == min(train_losses):
        best_state = copy.deepcopy(model.state_dict())
# %% stopping
best_epoch = train_losses.index(min(train_losses)) + 1
model.load_state_dict(best_state)
