"""Rows with twice as many bits.

dataset: 0 wrong-dtype
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(1).double(), train_labels)
val_set = TensorDataset(val_images.flatten(1).double(), val_labels)
