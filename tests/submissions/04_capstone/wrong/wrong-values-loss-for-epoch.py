"""The lowest loss itself instead of its epoch.

stopping: 1 wrong-values
"""
# %% stopping
best_epoch = min(val_losses)
model.load_state_dict(best_state)
