"""The validation loss is added to the loss that is sent backward.

training: 2 leaked-validation
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    val_loss = criterion(model(X_val), y_val)
    optimizer.zero_grad()
    (loss + val_loss).backward()
    optimizer.step()
    train_losses.append(loss.item())
    val_losses.append(val_loss.item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
