"""Nothing shuffles the training rows.

loaders: 1 not-shuffled
"""
# %% loaders
train_loader = DataLoader(train_set, batch_size=64)
val_loader = DataLoader(val_set, batch_size=64)
