"""A sigmoid is applied to the model's probability.

win_probability: 0 sigmoid-twice
"""
# %% win_probability
def win_probability(goals_scored, goals_conceded):
    return torch.sigmoid(model(torch.tensor([[goals_scored, goals_conceded]]))).item()
