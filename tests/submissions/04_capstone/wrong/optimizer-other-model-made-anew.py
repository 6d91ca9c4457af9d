"""The network is made anew after its optimizer.

training: 0 optimizer-other-model
predict: 1 accuracy-too-low
"""
# %% training
model = nn.Sequential(Scale(X_train), nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 1))
train_losses, val_losses = [], []
for epoch in range(200):
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
