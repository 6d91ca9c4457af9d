"""An accuracy of 1 for a model that was never trained.

training: 0 not-attempted
accuracy: 0 wrong-values
"""
# %% training
losses = ...
# %% accuracy
accuracy = 1.0
