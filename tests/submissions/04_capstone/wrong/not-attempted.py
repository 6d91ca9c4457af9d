"""Nothing done from the training loop on.

training: 0 not-attempted
stopping: 0 not-attempted
saved_state: 0 not-attempted
predict: 0 not-attempted
"""
# %% training
train_losses = ...
val_losses = ...
# %% stopping
best_epoch = ...
# %% saved_state
state_file = ...
reloaded = ...
# %% predict
def predict(X):
    """Return 0 or 1 for each row."""
