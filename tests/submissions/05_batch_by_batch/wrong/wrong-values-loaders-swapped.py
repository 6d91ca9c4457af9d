"""The training loader goes through the validation set, and the other way round.

loaders: 0 wrong-values
"""
# %% loaders
train_loader = DataLoader(val_set, batch_size=64, shuffle=True)
val_loader = DataLoader(train_set, batch_size=64)
