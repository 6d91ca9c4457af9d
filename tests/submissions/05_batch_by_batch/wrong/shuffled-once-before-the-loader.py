"""The rows are shuffled once, before the loader is made.

loaders: 1 shuffled-once
"""
# %% loaders
from torch.utils.data import Subset

order = torch.randperm(len(train_set)).tolist()
train_loader = DataLoader(Subset(train_set, order), batch_size=64)
val_loader = DataLoader(val_set, batch_size=64)
