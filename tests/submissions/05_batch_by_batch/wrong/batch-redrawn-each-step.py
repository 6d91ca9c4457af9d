"""A new batch of the lesson's own loader in each step.

overfit_one_batch: 0 batch-redrawn
"""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    for step in range(60):
        x, y = next(iter(train_loader))
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
