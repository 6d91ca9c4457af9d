"""All rows are shuffled anew in each of 150 epochs."""
# %% training
losses = []
model.train()
for epoch in range(150):
    order = torch.randperm(len(X))
    loss = criterion(model(X[order]), y[order])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
