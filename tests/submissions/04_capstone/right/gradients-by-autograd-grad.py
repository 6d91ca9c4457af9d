"""`torch.autograd.grad` works the gradients out, and the loop puts them in place."""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    for p, g in zip(model.parameters(), torch.autograd.grad(loss, list(model.parameters()))): p.grad = g
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
