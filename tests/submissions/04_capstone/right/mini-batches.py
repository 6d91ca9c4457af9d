"""Mini-batches by slices of a new order each epoch, their mean recorded."""
# %% training
train_losses, val_losses = [], []
for epoch in range(60):
    order = torch.randperm(len(X_train))
    batch_losses = []
    model.train()
    for part in order.split(32):
        loss = criterion(model(X_train[part]), y_train[part])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        batch_losses.append(loss.item())
    train_losses.append(sum(batch_losses) / len(batch_losses))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
