"""Rows are drawn with replacement.

loaders: 1 rows-left-out
"""
# %% loaders
from torch.utils.data import RandomSampler

train_loader = DataLoader(train_set, batch_size=64, sampler=RandomSampler(train_set, replacement=True))
val_loader = DataLoader(val_set, batch_size=64)
