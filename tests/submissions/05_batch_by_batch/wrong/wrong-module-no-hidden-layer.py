"""A single linear layer.

model: 0 wrong-module
"""
# %% model
model = nn.Linear(96, 10)
