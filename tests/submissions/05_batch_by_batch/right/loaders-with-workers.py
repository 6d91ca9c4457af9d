"""Loaders with worker processes, and a collate function."""
# %% loaders
def together(pairs):
    return torch.stack([row for row, _ in pairs]), torch.tensor([int(label) for _, label in pairs])


train_loader = DataLoader(train_set, batch_size=64, shuffle=True, num_workers=2, collate_fn=together)
val_loader = DataLoader(val_set, batch_size=64, num_workers=1, persistent_workers=True)
