"""Labels as a column of shape (n, 1).

dataset: 0 label-not-index
"""
# %% dataset
class Boards(Dataset):
    def __init__(self, images, labels):
        self.images, self.labels = images, labels.reshape(-1, 1)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return self.images[i].flatten(), self.labels[i]


train_set, val_set = Boards(train_images, train_labels), Boards(val_images, val_labels)
