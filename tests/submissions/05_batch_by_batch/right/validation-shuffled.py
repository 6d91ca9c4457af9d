"""The validation rows are shuffled too, which changes no mean."""
# %% loaders
train_loader = DataLoader(dataset=train_set, batch_size=64, shuffle=True)
val_loader = DataLoader(dataset=val_set, batch_size=64, shuffle=True)
# %% steps_by_hand
import math

steps_by_hand = math.ceil(4000 / 64) * 5
