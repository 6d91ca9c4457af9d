"""No validation losses.

training: 3 losses-missing
stopping: 0 raised-an-error
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        pass
    best_state = copy.deepcopy(model.state_dict())
