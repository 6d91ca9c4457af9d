"""A data set of boards without labels."""
# %% dataset
train_set = TensorDataset(train_images.flatten(1))
val_set = TensorDataset(val_images.flatten(1))
