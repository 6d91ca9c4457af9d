"""Both loaders drop the last batch.

loaders: 0 last-batch-dropped
"""
# %% loaders
train_loader = DataLoader(train_set, batch_size=64, shuffle=True, drop_last=True)
val_loader = DataLoader(val_set, batch_size=64, drop_last=True)
