"""The criterion is a function of the learner's own, with other names for its arguments."""
# %% criterion
def criterion(guess, truth):
    error = guess - truth
    return torch.sum(error * error)
