"""The shuffled batches are put in a list, which never changes.

loaders: 1 shuffled-once
"""
# %% loaders
train_loader = list(DataLoader(train_set, batch_size=64, shuffle=True))
val_loader = DataLoader(val_set, batch_size=64)
