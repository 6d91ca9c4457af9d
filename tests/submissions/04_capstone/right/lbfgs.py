"""LBFGS with a line search."""
# %% optimizer
optimizer = optim.LBFGS(model.parameters(), lr=0.1, max_iter=5, line_search_fn="strong_wolfe")
# %% training
train_losses, val_losses = [], []
for epoch in range(30):
    model.train()
    def closure():
        optimizer.zero_grad()
        loss = criterion(model(X_train), y_train)
        loss.backward()
        return loss
    loss = optimizer.step(closure)
    train_losses.append(loss.item())
    model.eval()
    with torch.no_grad():
        val_losses.append(criterion(model(X_val), y_val).item())
    if val_losses[-1] == min(val_losses):
        best_state = copy.deepcopy(model.state_dict())
