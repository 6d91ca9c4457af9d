"""A formula instead of the model.

win_probability: 0 wrong-values
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return (goals_scored + 1) / (goals_scored + goals_conceded + 2)
