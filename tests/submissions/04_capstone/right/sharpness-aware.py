"""The gradient of each step is that of a point nearby: two backward passes, the first one cleared."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    with torch.no_grad():
        norm = torch.sqrt(sum((p.grad**2).sum() for p in model.parameters()))
        eps = [p.grad / norm * 0.05 for p in model.parameters()]
        for p, e in zip(model.parameters(), eps): p.add_(e)
    optimizer.zero_grad()
    criterion(model(X_train), y_train).backward()
    with torch.no_grad():
        for p, e in zip(model.parameters(), eps): p.sub_(e)
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
