"""The arguments are not used: the first match of the data is always the answer.

win_probability: 0 hard-coded
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    with torch.no_grad():
        return model(X)[0].item()
