"""SGD with momentum."""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
# %% training
train_losses, val_losses = [], []
for epoch in range(250):
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X_train), y_train)
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
