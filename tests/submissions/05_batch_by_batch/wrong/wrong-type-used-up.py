"""A generator of batches, which is used up after one epoch.

loaders: 1 wrong-type
"""
# %% loaders
train_loader = ((x, y) for x, y in DataLoader(train_set, batch_size=64, shuffle=True))
val_loader = DataLoader(val_set, batch_size=64)
