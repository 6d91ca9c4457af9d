"""Both names stand for one list.

training: 3 leaked-validation
stopping: 1 not-best-state
"""
# %% training
train_losses = val_losses = []

for epoch in range(200):
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
best_state = copy.deepcopy(model.state_dict())
