"""Two networks are trained, and the better one becomes `model`."""
# %% training
def make(width):
    return nn.Sequential(Scale(X_train), nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 1))
results = {}
for width in (2, 16):
    torch.manual_seed(4)
    net = make(width)
    opt = optim.Adam(net.parameters(), lr=0.02)
    tr, va, best = [], [], None
    for epoch in range(150):
        net.train()
        loss = criterion(net(X_train), y_train)
        opt.zero_grad()
        loss.backward()
        opt.step()
        tr.append(loss.item())
        net.eval()
        with torch.no_grad():
            va.append(criterion(net(X_val), y_val).item())
        if va[-1] == min(va):
            best = copy.deepcopy(net.state_dict())
    results[width] = net, tr, va, best
width = min(results, key=lambda w: min(results[w][2]))
model, train_losses, val_losses, best_state = results[width]
# %% saved_state
state_file = folder / "model.pt"
torch.save(model.state_dict(), state_file)
reloaded = make(width)
reloaded.load_state_dict(torch.load(state_file))
