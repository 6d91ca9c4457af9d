"""The probability is a percentage.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return 100 * model(torch.tensor([[goals_scored, goals_conceded]])).item()
