"""The loop's cell makes a new model and keeps the old optimizer.

training: 1 optimizer-other-model
"""
# %% training
torch.manual_seed(3)
model = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
