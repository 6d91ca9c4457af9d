"""The boards are not flattened.

dataset: 0 wrong-shape
"""
# %% dataset
train_set = TensorDataset(train_images, train_labels)
val_set = TensorDataset(val_images, val_labels)
