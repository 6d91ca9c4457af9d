"""Ten steps are too few.

overfit_one_batch: 0 not-converged
"""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    x, y = batch
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    for step in range(10):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
