"""A single linear layer."""
# %% model
model = nn.Linear(96, 10)
