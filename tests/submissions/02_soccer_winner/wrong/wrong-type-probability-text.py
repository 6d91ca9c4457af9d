"""Text with a percent sign.

win_probability: 0 wrong-type
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return f'{model(torch.tensor([[goals_scored, goals_conceded]])).item():.1%}'
