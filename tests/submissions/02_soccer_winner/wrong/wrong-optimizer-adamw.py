"""AdamW, which is another optimizer than Adam: its weights decay.

optimizer: 0 wrong-optimizer
"""
# %% optimizer
optimizer = optim.AdamW(model.parameters(), lr=0.1)
