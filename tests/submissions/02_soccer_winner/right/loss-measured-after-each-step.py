"""Each epoch's loss is measured anew once its step is done."""
# %% training
losses = []
for epoch in range(55):
    optimizer.zero_grad()
    criterion(model(X), y).backward()
    optimizer.step()
    losses.append(criterion(model(X), y).item())
