"""A RandomSampler in place of `shuffle=True`, and large batches to validate."""
# %% loaders
from torch.utils.data import RandomSampler

train_loader = DataLoader(train_set, batch_size=64, sampler=RandomSampler(train_set))
val_loader = DataLoader(val_set, batch_size=len(val_set))
