"""A generator of their own for the shuffled rows."""
# %% loaders
train_loader = DataLoader(train_set, batch_size=64, shuffle=True, generator=torch.Generator().manual_seed(0))
val_loader = DataLoader(val_set, batch_size=250, shuffle=False)
