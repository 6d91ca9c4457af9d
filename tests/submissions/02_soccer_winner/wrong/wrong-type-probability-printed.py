"""The probability is printed and not returned.

win_probability: 0 wrong-type
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    print(model(torch.tensor([[goals_scored, goals_conceded]])).item())
