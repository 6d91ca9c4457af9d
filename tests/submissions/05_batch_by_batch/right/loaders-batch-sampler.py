"""A batch sampler that somebody wrote."""
# %% loaders
class Shuffled:
    def __init__(self, count, size):
        self.count, self.size = count, size

    def __len__(self):
        return -(-self.count // self.size)

    def __iter__(self):
        order = torch.randperm(self.count)
        for part in order.split(self.size):
            yield part.tolist()


train_loader = DataLoader(train_set, batch_sampler=Shuffled(len(train_set), 64))
val_loader = DataLoader(val_set, batch_size=64, drop_last=False)
