"""A tensor of shape (1, 1).

win_probability: 0 wrong-type
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    with torch.no_grad():
        return model(torch.tensor([[goals_scored, goals_conceded]]))
