"""The optimizer gets the model instead of its parameters, and its cell stops with an error.

optimizer: 0 missing-name
training: 0 raised-an-error
"""
# %% optimizer
optimizer = optim.Adam(model, lr=0.1)
