"""The mean of the squares, multiplied by their number."""
# %% criterion
mean = nn.MSELoss()


def criterion(prediction, target):
    return mean(prediction, target) * target.numel()
