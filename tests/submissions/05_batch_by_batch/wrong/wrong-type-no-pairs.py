"""A dataset of boards without labels.

dataset: 0 wrong-type
loaders: 0 wrong-type
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(1))
val_set = TensorDataset(val_images.flatten(1))
