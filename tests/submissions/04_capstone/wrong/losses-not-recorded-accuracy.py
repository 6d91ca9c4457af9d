"""Accuracies in the lists instead of losses.

training: 2 losses-not-recorded losses-not-recorded
stopping: 1 not-best-state
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(((model(X_train) > 0).float() == y_train).float().mean().item())
    model.eval()
    with torch.no_grad():
        val_losses.append(((model(X_val) > 0).float() == y_val).float().mean().item())
    if val_losses[-1] == max(val_losses):
        best_state = copy.deepcopy(model.state_dict())
