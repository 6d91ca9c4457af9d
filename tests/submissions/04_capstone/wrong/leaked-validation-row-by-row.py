"""The loop goes through all rows, one by one.

training: 2 leaked-validation
"""
# %% optimizer
optimizer = optim.SGD(model.parameters(), lr=0.02)
# %% training
train_losses, val_losses = [], []
for epoch in range(15):
    model.train()
    total = 0
    for xi, yi in zip(X, y):
        loss = criterion(model(xi), yi)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    train_losses.append(total / len(X))
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
