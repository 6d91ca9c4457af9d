"""torch.utils.data.random_split, its subsets stacked."""
# %% split
from torch.utils.data import random_split
generator = torch.Generator().manual_seed(3)
train_set, val_set = random_split(TensorDataset(X, y), [0.8, 0.2], generator=generator)
X_train, y_train = (torch.stack(column) for column in zip(*train_set))
X_val, y_val = (torch.stack(column) for column in zip(*val_set))
