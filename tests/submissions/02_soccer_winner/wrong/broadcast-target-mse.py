"""The squared error of flat predictions and a column of targets, which warns and compares every pair.

criterion: 0 wrong-criterion
training: 1 broadcast-target
"""
# %% criterion
criterion = nn.MSELoss()
# %% training
losses = []
model.train()
for epoch in range(50):
    loss = criterion(model(X).squeeze(), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
