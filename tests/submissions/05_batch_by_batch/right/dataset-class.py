"""An own class with `__len__` and `__getitem__`, which flattens each board when it is asked for."""
# %% dataset
class Boards(Dataset):
    def __init__(self, images, labels):
        super().__init__()
        self.images, self.labels = images, labels

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return self.images[i].reshape(-1), self.labels[i]


train_set = Boards(train_images, train_labels)
val_set = Boards(val_images, val_labels)
