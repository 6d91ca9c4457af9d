"""The learner's own criterion uses a function that torch does not have.

criterion: 0 raised-an-error
training: 0 raised-an-error
parameters: 0 no-step
convergence: 0 raised-an-error
"""
# %% criterion
def criterion(prediction, target):
    return torch.sum_of_squares(prediction - target)
