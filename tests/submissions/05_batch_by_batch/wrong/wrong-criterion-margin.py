"""Another loss for several classes, and the probability of a wrong answer.

criterion: 0 wrong-criterion wrong-values
"""
# %% criterion
criterion = nn.MultiMarginLoss()
first_loss = 0.9
