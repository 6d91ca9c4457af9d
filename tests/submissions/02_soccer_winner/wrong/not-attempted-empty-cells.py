"""Every cell was emptied.

data: 0 not-attempted
model: 0 not-attempted
criterion: 0 not-attempted
bce_by_hand: 0 not-attempted
optimizer: 0 not-attempted
training: 0 not-attempted
accuracy: 0 not-attempted
win_probability: 0 not-attempted
repair: 0 not-attempted
transfer: 0 not-attempted
"""
# %% data

# %% model

# %% criterion

# %% bce_by_hand

# %% optimizer
pass
# %% training
# I do not know how
# %% accuracy

# %% win_probability

# %% repair

# %% transfer
