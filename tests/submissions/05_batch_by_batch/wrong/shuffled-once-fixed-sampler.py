"""A sampler that is a fixed list.

loaders: 1 shuffled-once
"""
# %% loaders
train_loader = DataLoader(train_set, batch_size=64, sampler=torch.randperm(len(train_set)).tolist())
val_loader = DataLoader(val_set, batch_size=64)
