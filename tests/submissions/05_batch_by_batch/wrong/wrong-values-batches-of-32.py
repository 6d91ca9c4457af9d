"""Batches of another size.

loaders: 1 wrong-values
"""
# %% loaders
train_loader = DataLoader(train_set, batch_size=32, shuffle=True)
val_loader = DataLoader(val_set, batch_size=32)
