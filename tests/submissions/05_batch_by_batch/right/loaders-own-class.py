"""A loader that is not one of PyTorch, and a list of batches to validate."""
# %% loaders
class Batches:
    def __init__(self, rows, labels, size):
        self.rows, self.labels, self.size = rows, labels, size

    def __iter__(self):
        order = torch.randperm(len(self.rows))
        for start in range(0, len(order), self.size):
            chosen = order[start : start + self.size]
            yield self.rows[chosen], self.labels[chosen]


train_loader = Batches(train_images.flatten(1), train_labels, 64)
val_loader = list(DataLoader(val_set, batch_size=50))
