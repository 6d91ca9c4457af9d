"""The right shape, but a row has pixels of many pictures.

dataset: 0 wrong-values
"""
# %% dataset
train_set = TensorDataset(train_images.reshape(96, -1).T, train_labels)
val_set = TensorDataset(val_images.reshape(96, -1).T, val_labels)
