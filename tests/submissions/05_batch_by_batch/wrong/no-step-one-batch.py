"""A loop without a step.

overfit_one_batch: 0 no-step
"""
# %% overfit_one_batch
def overfit_one_batch(model, batch):
    x, y = batch
    optimizer = optim.Adam(model.parameters(), lr=0.01)
    for step in range(20):
        loss = nn.functional.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
