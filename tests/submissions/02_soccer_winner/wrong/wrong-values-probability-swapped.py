"""The two numbers changed places.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return model(torch.tensor([[goals_conceded, goals_scored]])).item()
