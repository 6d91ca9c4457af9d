"""Scores against -1 and 1: a soft margin loss."""
# %% criterion
soft = nn.SoftMarginLoss()
def criterion(score, target):
    return soft(score, 2 * target - 1)
