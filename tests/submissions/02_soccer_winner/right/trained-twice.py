"""The loop ran twice in one cell, each time on a new model with a new optimizer."""
# %% training
for attempt in range(2):
    torch.manual_seed(attempt)
    model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    losses = []
    for epoch in range(50):
        loss = criterion(model(X), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
