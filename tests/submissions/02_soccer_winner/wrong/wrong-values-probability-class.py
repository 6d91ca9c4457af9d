"""Yes or no instead of a probability.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    p = model(torch.tensor([[goals_scored, goals_conceded]])).item()
    return 1.0 if p >= 0.5 else 0.0
