"""A list of one number.

win_probability: 0 wrong-type
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return model(torch.tensor([[goals_scored, goals_conceded]])).flatten().tolist()
