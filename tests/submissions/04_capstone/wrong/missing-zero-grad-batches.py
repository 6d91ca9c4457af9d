"""Gradients are zeroed once an epoch, though there are many steps.

training: 2 missing-zero-grad
"""
# %% training
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=48, shuffle=True)
train_losses, val_losses = [], []
for epoch in range(60):
    model.train()
    optimizer.zero_grad()
    total = 0
    for xb, yb in loader:
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        total += loss.item()
    train_losses.append(total / len(loader))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
