"""The validation loss only every tenth epoch.

training: 3 losses-missing
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    if epoch % 10:
        continue
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
