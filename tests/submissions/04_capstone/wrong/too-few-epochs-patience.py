"""The loop stops early, after two epochs.

training: 3 too-few-epochs
predict: 2 accuracy-too-low
"""
# %% training
patience, best = 2, 0.0
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())

    if val_losses[-1] < best + 1e9:
        patience -= 1
    if patience == 0:
        break
