"""`zero_grad` stands inside the loop over the batches, the step outside.

training: 2 zeroed-before-step
"""
# %% training
train_losses, val_losses = [], []
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)
for epoch in range(200):
    model.train()
    total = 0.0
    for bx, by in loader:
        loss = criterion(model(bx), by)
        optimizer.zero_grad()
        loss.backward()
        total += loss.item()
    optimizer.step()
    train_losses.append(total / len(loader))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
