"""The cell begins twice, with a new network each time."""
# %% training
def new():
    m = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
    return m, optim.Adam(m.parameters(), lr=0.02)
for seed in (1, 4):
    torch.manual_seed(seed)
    model, optimizer = new()
    train_losses, val_losses = [], []
    for epoch in range(120):
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
