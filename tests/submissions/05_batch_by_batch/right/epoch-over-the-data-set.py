"""Divided by the length of the dataset, with NumPy, and the mode set for each batch."""
# %% train_epoch
import numpy as np


def train_epoch(model, loader, criterion, optimizer):
    losses, sizes = [], []
    for number, (x, y) in enumerate(loader):
        model.train()
        for parameter in model.parameters():
            parameter.grad = None
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(x.shape[0])
    return np.average(losses, weights=sizes)
