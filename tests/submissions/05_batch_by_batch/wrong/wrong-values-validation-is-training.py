"""The validation set is made of training boards.

dataset: 1 wrong-values
loaders: 1 wrong-values
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(1), train_labels)
val_set = TensorDataset(train_images.flatten(1)[:1000], train_labels[:1000])
