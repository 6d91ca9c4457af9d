"""Each epoch begins with a new model and a new optimizer.

training: 2 too-few-epochs
"""
# %% training
torch.manual_seed(1)
losses = []
model.train()
for epoch in range(50):
    model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    optimizer = optim.Adam(model.parameters(), lr=0.1)
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
