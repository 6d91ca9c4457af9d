"""The training cell makes its own model and optimizer, so that it can be run again."""
# %% training
torch.manual_seed(123)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
optimizer = torch.optim.Adam(params=model.parameters(), lr=1e-1)
model.train()
losses = list()
for _ in range(0, 100, 2):
    y_hat = model(X)
    loss = criterion(y_hat, y)
    for parameter in model.parameters():
        parameter.grad = None
    loss.backward()
    optimizer.step()
    losses += [loss.item()]
