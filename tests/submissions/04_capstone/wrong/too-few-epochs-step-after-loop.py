"""The step stands after the loop.

training: 2 too-few-epochs
predict: 0 accuracy-too-low
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(50):
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
optimizer.step()
