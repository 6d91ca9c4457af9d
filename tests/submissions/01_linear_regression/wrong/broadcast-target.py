"""The criterion flattens the targets but not the predictions.

criterion: 0 broadcast-target
training: 1 broadcast-target
parameters: 0 not-converged
convergence: 0 broadcast-target
"""
# %% criterion
def criterion(prediction, target):
    return ((prediction - target.flatten()) ** 2).sum()
