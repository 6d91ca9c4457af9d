"""Each loss is measured after the step, without gradients, and the loss of the start stands before them."""
# %% training
with torch.no_grad():
    losses = [criterion(model(X), y).item()]
for epoch in range(50):
    model.train()
    optimizer.zero_grad()
    criterion(model(X), y).backward()
    optimizer.step()
    model.eval()
    with torch.no_grad():
        losses.append(criterion(model(X), y).item())
