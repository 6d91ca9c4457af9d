"""Before each batch the gradient of all rows is looked at, and cleared."""
# %% training
train_losses, val_losses = [], []
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=64, shuffle=True)
for epoch in range(100):
    model.train()
    total = 0.0
    for bx, by in loader:
        optimizer.zero_grad()
        criterion(model(X_train), y_train).backward()
        length = sum((p.grad**2).sum() for p in model.parameters()).sqrt().item()
        loss = criterion(model(bx), by)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    train_losses.append(total / len(loader))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
