"""The two numbers are not in a list.

win_probability: 0 raised-an-error
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return model(torch.tensor(goals_scored, goals_conceded)).item()
