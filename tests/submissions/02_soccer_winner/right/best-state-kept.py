"""The best state seen during training is kept and loaded at the end."""
# %% training
import copy

losses = []
best = float("inf")
for epoch in range(60):
    loss = criterion(model(X), y)
    if loss.item() < best:
        best, best_state = loss.item(), copy.deepcopy(model.state_dict())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
model.load_state_dict(best_state)
# %% transfer
import copy

def train_classifier(X, y):
    held = len(X) // 4
    net = nn.Sequential(nn.Linear(X.shape[1], 1), nn.Sigmoid())
    opt, best, kept = optim.Adam(net.parameters(), lr=0.1), 1e9, None
    for epoch in range(400):
        opt.zero_grad()
        nn.functional.binary_cross_entropy(net(X[held:]), y[held:]).backward()
        opt.step()
        with torch.no_grad():
            validation = nn.functional.binary_cross_entropy(net(X[:held]), y[:held]).item()
        if validation < best:
            best, kept = validation, copy.deepcopy(net)
    return kept
