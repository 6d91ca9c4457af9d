"""`random_split` puts the right rows in another order."""
# %% dataset
from torch.utils.data import random_split

(train_set,) = random_split(TensorDataset(train_images.flatten(1), train_labels), [4000])
(val_set,) = random_split(TensorDataset(val_images.flatten(1), val_labels), [1.0])
# %% loaders
train_loader = DataLoader(train_set, 64, True)
val_loader = DataLoader(val_set, 100)
