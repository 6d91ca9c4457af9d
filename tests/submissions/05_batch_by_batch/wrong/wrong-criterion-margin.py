"""Another loss for several classes, and the probability of a wrong answer."""
# %% criterion
criterion = nn.MultiMarginLoss()
first_loss = 0.9
