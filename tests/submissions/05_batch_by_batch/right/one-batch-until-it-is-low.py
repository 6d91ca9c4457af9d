"""A loop that ends when the loss is low enough, with momentum."""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    inputs, labels = batch
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    losses = [float("inf")]
    while losses[-1] > 0.002 and len(losses) < 2000:
        optimizer.zero_grad()
        loss = criterion(model(inputs), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses[1:]
