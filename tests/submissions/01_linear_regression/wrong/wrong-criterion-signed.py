"""The sum of the errors, which cancel each other and have no lowest value.

criterion: 0 wrong-criterion
training: 1 wrong-criterion
parameters: 0 not-converged
convergence: 0 no-backward
"""
# %% criterion
def criterion(prediction, target):
    return (prediction - target).sum()
