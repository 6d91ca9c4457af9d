"""Only the last layer's parameters are handed over.

optimizer: 0 optimizer-other-model
"""
# %% optimizer
optimizer = optim.Adam(model[-1].parameters(), lr=0.02)
