"""A network of the notebook is trained in place of the one that was given.

overfit_one_batch: 0 optimizer-other-model
"""
# %% overfit_one_batch
reader = nn.Sequential(nn.Linear(96, 16), nn.ReLU(), nn.Linear(16, 10))


def overfit_one_batch(model, batch):
    x, y = batch
    optimizer = optim.Adam(reader.parameters(), lr=0.01)
    for step in range(100):
        loss = nn.functional.cross_entropy(reader(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
