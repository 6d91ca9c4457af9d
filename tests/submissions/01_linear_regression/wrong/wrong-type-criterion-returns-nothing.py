"""The learner's own criterion forgets to return.

criterion: 0 wrong-type
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% criterion
def criterion(prediction, target):
    loss = ((prediction - target) ** 2).sum()
