"""The optimizer's parentheses are missing.

optimizer: 0 wrong-type
training: 0 raised-an-error
"""
# %% optimizer
optimizer = optim.Adam
