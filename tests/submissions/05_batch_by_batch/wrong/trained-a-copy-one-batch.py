"""A copy of the network is trained, and returned.

overfit_one_batch: 0 trained-a-copy
"""
# %% overfit_one_batch
import copy


def overfit_one_batch(model, batch):
    x, y = batch
    mine = copy.deepcopy(model)
    optimizer = optim.Adam(mine.parameters(), lr=0.01)
    for step in range(200):
        loss = nn.functional.cross_entropy(mine(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return mine
