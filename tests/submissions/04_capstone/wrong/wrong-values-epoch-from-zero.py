"""The best epoch is counted from 0.

stopping: 1 wrong-values
"""
# %% stopping
best_epoch = val_losses.index(min(val_losses))
model.load_state_dict(best_state)
