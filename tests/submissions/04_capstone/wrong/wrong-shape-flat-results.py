"""Results of shape (n,).

split: 0 wrong-shape
training: 0 wrong-shape
stopping: 0 wrong-shape
"""
# %% split
X_train, y_train, X_val, y_val = X[:480], y[:480, 0], X[480:], y[480:, 0]
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train[:, None])
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val[:, None]).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
