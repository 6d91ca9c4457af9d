"""Rows and labels as NumPy has them."""
# %% dataset
import numpy as np


class Filmed(Dataset):
    def __init__(self, images, labels):
        self.images = images.numpy().reshape(len(images), -1)
        self.labels = labels.numpy()

    def __len__(self):
        return self.images.shape[0]

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


train_set = Filmed(train_images, train_labels)
val_set = Filmed(val_images, val_labels)
