"""Gradients are never zeroed.

training: 2 missing-zero-grad
predict: 2 accuracy-too-low
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.1)
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    model.train()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
