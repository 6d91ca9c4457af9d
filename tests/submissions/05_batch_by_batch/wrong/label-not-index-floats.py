"""Labels as floats.

dataset: 0 label-not-index
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(start_dim=1), train_labels.float())
val_set = TensorDataset(val_images.flatten(start_dim=1), val_labels.float())
