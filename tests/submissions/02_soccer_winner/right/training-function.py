"""One training function serves the lesson, the repair and the transfer."""
# %% training
def fit(net, data, targets, opt, epochs, every=0):
    history = []
    net.train()
    loss_function = nn.BCELoss()
    for epoch in range(1, epochs + 1):
        opt.zero_grad()
        output = net(data)
        value = loss_function(output, targets)
        value.backward()
        opt.step()
        history.append(value.item())
        if every and epoch % every == 0:
            print(f"{epoch:3d}  {value.item():.5f}")
    return history

losses = fit(model, X, y, optimizer, 50, every=10)
# %% repair
def train_repaired(model, X, y, epochs):
    return fit(model, X, y, optim.Adam(model.parameters(), lr=0.1), epochs)
# %% transfer
def train_classifier(X, y):
    net = nn.Sequential(nn.Linear(X.shape[1], 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid())
    fit(net, X, y, optim.Adam(net.parameters(), lr=0.02, weight_decay=0.01), 300)
    return net
