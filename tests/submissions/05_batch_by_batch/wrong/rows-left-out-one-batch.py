"""Only the first row of the batch is learned.

overfit_one_batch: 0 rows-left-out
"""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    x, y = batch
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    for step in range(100):
        loss = nn.functional.cross_entropy(model(x[:1]), y[:1])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
