"""Steps that are far too large.

overfit_one_batch: 0 learning-rate-too-high
"""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    x, y = batch
    optimizer = optim.SGD(model.parameters(), lr=500.0)
    for step in range(100):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
