"""AdamW with weight decay."""
# %% optimizer
optimizer = optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.05)
