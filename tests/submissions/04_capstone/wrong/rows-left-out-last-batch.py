"""Only the loss of each epoch's last batch is sent backward.

training: 2 rows-left-out
"""
# %% training
train_losses, val_losses = [], []
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)
for epoch in range(300):
    model.train()
    total = 0.0
    for bx, by in loader:
        loss = criterion(model(bx), by)
        total += loss.item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(total / len(loader))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
