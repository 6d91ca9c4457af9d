"""RMSprop trains as well, but was not asked for.

optimizer: 0 wrong-optimizer
"""
# %% optimizer
optimizer = optim.RMSprop(model.parameters(), lr=0.1)
