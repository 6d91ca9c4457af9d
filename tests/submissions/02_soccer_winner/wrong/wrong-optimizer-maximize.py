"""Adam that climbs the loss.

optimizer: 0 wrong-optimizer
training: 3 wrong-optimizer
"""
# %% optimizer
optimizer = optim.Adam(model.parameters(), lr=0.1, maximize=True)
