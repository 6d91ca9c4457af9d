"""Both sets are parts of one dataset."""
# %% dataset
from torch.utils.data import ConcatDataset, Subset

everything = ConcatDataset([
    TensorDataset(train_images.flatten(start_dim=1), train_labels),
    TensorDataset(val_images.flatten(start_dim=1), val_labels),
])
train_set = Subset(everything, range(4000))
val_set = Subset(everything, range(4000, 5000))
