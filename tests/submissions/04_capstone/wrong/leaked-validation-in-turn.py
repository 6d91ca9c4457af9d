"""Each epoch makes a step down the validation loss as well.

training: 2 leaked-validation
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    vl = criterion(model(X_val), y_val)
    optimizer.zero_grad()
    vl.backward()
    optimizer.step()
    val_losses.append(vl.item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
