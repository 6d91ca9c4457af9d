"""The lists have other names.

training: 2 losses-missing losses-missing
stopping: 0 missing-name
"""
# %% training
train_loss, val_loss = [], []
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_loss.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_loss.append(criterion(model(X_val), y_val).item())
    if val_loss[-1] == min(val_loss):
        best_state = copy.deepcopy(model.state_dict())
