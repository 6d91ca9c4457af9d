"""Labels as lists with a 1 at the place of the class.

dataset: 0 label-not-index
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(1), nn.functional.one_hot(train_labels, 10))
val_set = TensorDataset(val_images.flatten(1), nn.functional.one_hot(val_labels, 10))
