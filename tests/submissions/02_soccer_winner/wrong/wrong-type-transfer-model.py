"""The name stands for a model, not for a function.

transfer: 0 wrong-type
"""
# %% transfer
train_classifier = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
