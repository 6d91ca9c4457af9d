"""The probability of not winning.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return 1 - model(torch.tensor([[goals_scored, goals_conceded]])).item()
