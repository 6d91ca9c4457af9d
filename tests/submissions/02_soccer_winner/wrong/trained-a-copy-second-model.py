"""A second model is trained under another name.

training: 0 trained-a-copy
"""
# %% training
net = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
optimizer = optim.Adam(net.parameters(), lr=0.1)
losses = []
net.train()
for epoch in range(50):
    loss = criterion(net(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
