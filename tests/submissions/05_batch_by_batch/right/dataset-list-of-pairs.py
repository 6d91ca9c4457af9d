"""A list of pairs is a dataset too."""
# %% dataset
train_set = list(zip(train_images.reshape(4000, 96), train_labels))
val_set = [(board.flatten(), int(label)) for board, label in zip(val_images, val_labels)]
