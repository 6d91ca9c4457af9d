"""Gradients of four batches are gathered before each step; each row counts once."""
# %% training
torch.manual_seed(9)
train_losses, val_losses = [], []
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=60, shuffle=True)
for epoch in range(150):
    model.train()
    optimizer.zero_grad()
    mean = 0.0
    for number, (bx, by) in enumerate(loader, start=1):
        loss = criterion(model(bx), by) * len(bx) / len(X_train)
        loss.backward()
        mean += loss.item()
        if number % 4 == 0:
            optimizer.step()
            optimizer.zero_grad()
    train_losses.append(mean)
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
