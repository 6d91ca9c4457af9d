"""The criterion is right, but the loop uses another.

training: 3 wrong-criterion
"""
# %% training
losses = []
loss_fn = nn.MSELoss()
for epoch in range(50):
    loss = loss_fn(model(X), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
