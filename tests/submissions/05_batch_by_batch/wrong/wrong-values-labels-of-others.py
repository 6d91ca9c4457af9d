"""The labels are in another order than the boards.

dataset: 0 wrong-values
"""
# %% dataset
train_set = TensorDataset(train_images.flatten(1), train_labels.flip(0))
val_set = TensorDataset(val_images.flatten(1), val_labels)
