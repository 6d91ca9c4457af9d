"""The optimizer is given a closure."""
# %% training
def closure():
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    return loss

train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    train_losses.append(optimizer.step(closure).item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
