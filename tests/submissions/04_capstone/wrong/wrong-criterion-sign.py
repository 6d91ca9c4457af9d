"""The loss with its sign turned, so that it rewards errors.

criterion: 0 wrong-criterion
training: 2 wrong-criterion
predict: 0 wrong-values
"""
# %% criterion
entropy = nn.BCEWithLogitsLoss()
def criterion(score, target):
    return -entropy(score, target)
