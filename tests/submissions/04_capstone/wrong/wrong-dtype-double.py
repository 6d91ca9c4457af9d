"""Results as double numbers.

split: 0 wrong-dtype
"""
# %% split
X_train, y_train, X_val, y_val = X[:480], y[:480].double(), X[480:], y[480:].double()
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train.float())
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val.float()).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
