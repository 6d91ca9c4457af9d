"""Each epoch has an Adam of its own.

training: 2 optimizer-made-anew
"""
# %% training
train_losses, val_losses = [], []
for epoch in range(200):
    optimizer = optim.Adam(model.parameters(), lr=0.02)
    model.train()
    loss = criterion(model(X_train), y_train)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
